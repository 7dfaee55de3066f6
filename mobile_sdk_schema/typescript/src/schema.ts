/* Made by `make sdk` from customer.graphql. Do not edit. */
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 4217 code of a currency, or the house's code of another asset (PTS for points). */
  CurrencyCode: { input: string; output: string; }
  /** Where a page ends, or how far a subscription was read. Opaque. */
  Cursor: { input: string; output: string; }
  /** A business date in Asia/Shanghai, for example "2026-11-30". */
  Date: { input: string; output: string; }
  /** An exact decimal number as a string, for example "12.30". Never a floating-point number. */
  Decimal: { input: string; output: string; }
  /** A moment, ISO 8601 with offset. */
  Instant: { input: string; output: string; }
  /** An id that the app makes itself: a UUID of any version. */
  UUID: { input: string; output: string; }
};

/** Take what is offered. */
export type AcceptLoanOfferInput = {
  /** How much of it. */
  amount: MoneyInput;
  /** What the applicant earns in a month; with the occupation. */
  income?: InputMaybe<MoneyInput>;
  /** In how many instalments. */
  instalments: Scalars['Int']['input'];
  /** What the applicant does, where it was never told or has changed; with the income. */
  occupation?: InputMaybe<Occupation>;
  /** The standing offer. */
  offerId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the application's id. */
  requestId: Scalars['UUID']['input'];
};

/** The application, or why it was refused. */
export type AcceptLoanOfferResult = AmountMalformed | AmountOutOfRange | BorrowerUnfit | CountNotOffered | CreditLineOpen | CurrencyMismatch | IdReused | IncomeMalformed | LoanApplication | LoanApplicationOpen | LoanProductClosed | LoanProductNotFound | LoanProfileNeeded | LoanTermsChanged | StandingOfferEnded | StandingOfferNotFound | UnknownCurrency;

/** The transfer, or why it was refused. */
export type AcceptTransferResult = AccountClosed | AccountFrozen | IdReused | PromiseEnded | PromiseNotFound | PromisedTransfer;

/** The account takes part in no movement. */
export type AccountClosed = Problem & {
  __typename?: 'AccountClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The account lets nothing out. */
export type AccountFrozen = Problem & {
  __typename?: 'AccountFrozen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No such account, or not the viewer's. The two are not told apart. */
export type AccountNotFound = Problem & {
  __typename?: 'AccountNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Whether money can leave and enter an account. */
export type AccountState =
  /** Neither. */
  | 'CLOSED'
  /** Money comes in, and nothing goes out. */
  | 'FROZEN'
  /** Both. */
  | 'OPEN';

/** Fill a pool of keys. */
export type AddMallKeysInput = {
  /** Whether it is not taken back once its key was shown. */
  isFinal?: Scalars['Boolean']['input'];
  /** The keys, 1,000 at most. */
  keys: Array<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. A repeat with the same id adds nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** Whose units they are. */
  variantId: Scalars['ID']['input'];
  /** On whose shelf they count. */
  warehouseId: Scalars['ID']['input'];
};

/** The pool, or why nothing was added. */
export type AddMallKeysResult = GoodsMalformed | GoodsNotFound | IdReused | KeysAdded | KeysMalformed | ShopClosed | ShopNotFound | UnitsMalformed | WarehouseNotFound;

/** Units that were counted. */
export type AdjustStockInput = {
  /** How many there are. */
  onHandUnits: Scalars['Int']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** What they are. */
  variantId: Scalars['ID']['input'];
  /** Where they lie. */
  warehouseId: Scalars['ID']['input'];
};

/** What is there now, or why it was refused. */
export type AdjustStockResult = GoodsNotFound | IdReused | OutOfStock | ShopClosed | ShopNotFound | StockCounted | UnitsMalformed | WarehouseNotFound;

/** An exchange of the order waits. */
export type AfterSaleOpen = Problem & {
  __typename?: 'AfterSaleOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Be found by friends of a network who agreed too, and find them. */
export type AgreeFriendsInput = {
  /** The account there. */
  linkId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the consent's id. */
  requestId: Scalars['UUID']['input'];
};

/** The consent, or why it was refused. */
export type AgreeFriendsResult = FriendConsent | FriendConsentStands | IdReused | LinkNotFound | SceneNotFound;

/** Pay a purchase by instalments that its shop offers. */
export type AgreeInstalmentsInput = {
  /** The offer's name: its `code`. */
  offer: Scalars['String']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Which purchase. */
  purchaseId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the plan's id. A repeat agrees to nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** What the customer saw that all parts come to. */
  total: MoneyInput;
};

/** The plan, whose first part is being paid, or why it was refused. */
export type AgreeInstalmentsResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | IdReused | InstalmentOfferNotFound | InstalmentPlan | InsufficientFunds | LimitExceeded | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | PurchaseChanged | PurchaseNotFound | PurchaseNotOpen | SceneNotFound | UnknownCurrency;

/** The one payment that a consent is about. */
export type AgreedPayment = {
  __typename?: 'AgreedPayment';
  /** How much. */
  amount: Money;
  /** Who is paid; null if it cannot be read just now. */
  payee?: Maybe<Merchant>;
  /** What the partner calls it; empty where it says nothing. */
  reference: Scalars['String']['output'];
};

/** The alias is too long. */
export type AliasTooLong = Problem & {
  __typename?: 'AliasTooLong';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The longest alias. */
  mostCharacters: Scalars['Int']['output'];
};

/** By which of its marks a portfolio is shown to be spread. */
export type AllocationMark =
  /** Each product by its code. */
  | 'FUND'
  /** The kinds of its products. */
  | 'KIND'
  /** How bold they are. */
  | 'RATING';

/** A part of a portfolio. */
export type AllocationPart = {
  __typename?: 'AllocationPart';
  /** The kind (`equity`), the rating (`R3`), or the product's code. */
  key: Scalars['String']['output'];
  /** Its part in percent. All parts sum to 100.0000. */
  percent: Scalars['Decimal']['output'];
  /** What it is worth. */
  worth: Money;
};

/** The viewer has an appointment for it then. */
export type AlreadyBooked = Problem & {
  __typename?: 'AlreadyBooked';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Unlink it first. */
export type AlreadyLinked = Problem & {
  __typename?: 'AlreadyLinked';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** An order that stands pays it: of this customer or of somebody else. */
export type AlreadyOrdered = Problem & {
  __typename?: 'AlreadyOrdered';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The customer was verified before, with another name or ID number. */
export type AlreadyVerified = Problem & {
  __typename?: 'AlreadyVerified';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not a decimal number with at most as many decimals as the currency has. */
export type AmountMalformed = Problem & {
  __typename?: 'AmountMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The payer confirmed another amount than the order asks. */
export type AmountNotOurs = Problem & {
  __typename?: 'AmountNotOurs';
  /** What the order asks. */
  asked: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Zero, negative, or larger than an account can hold. */
export type AmountOutOfRange = Problem & {
  __typename?: 'AmountOutOfRange';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A printed code does not say how much: the payer does. */
export type AmountRequired = Problem & {
  __typename?: 'AmountRequired';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Announce a flash sale: its units leave the shelves for it. */
export type AnnounceFlashSaleInput = {
  /** Until when one can join, 7 days later at most. */
  endsAt: Scalars['Instant']['input'];
  /** How long a turn waits for its money, an hour at most. */
  payMinutes?: Scalars['Int']['input'];
  /** What the unit costs: no more than without the sale. */
  price: MoneyInput;
  /** Made by the app and kept before its first attempt. A repeat with the same id announces nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** Who sells. */
  shopId: Scalars['ID']['input'];
  /** When its queue opens. */
  startsAt: Scalars['Instant']['input'];
  /** How many there are, 10,000 at most. */
  units: Scalars['Int']['input'];
  /** What is sold: a variant of that shop. */
  variantId: Scalars['ID']['input'];
};

/** The sale, or why it was refused: then no unit is set aside. */
export type AnnounceFlashSaleResult = AmountMalformed | AmountOutOfRange | CurrencyMismatch | FlashSale | FlashSaleMalformed | GoodsNotFound | IdReused | OutOfStock | ShopClosed | ShopNotFound | UnitsMalformed | UnknownCurrency | VariantUnavailable;

/** The viewer's answers. */
export type AnswerInvestorQuestionnaireInput = {
  /** For each question the number of the option, from 0. */
  answers: Array<Scalars['Int']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the assessment's id. */
  requestId: Scalars['UUID']['input'];
  /** Which version was shown. */
  version: Scalars['Int']['input'];
};

/** The assessment, or why it was refused. */
export type AnswerInvestorQuestionnaireResult = AnswersMalformed | IdReused | InvestorAssessment | QuestionnaireReplaced;

/** What is wrong with an answer. */
export type AnswerProblem =
  /** It is not what the field holds. */
  | 'MALFORMED'
  /** It must be answered. */
  | 'MISSING'
  /** It has too many characters. */
  | 'TOO_LONG'
  /** It was answered twice. */
  | 'TWICE'
  /** The form has no such field. */
  | 'UNKNOWN';

/** A question has no such answer, or none. */
export type AnswersMalformed = Problem & {
  __typename?: 'AnswersMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which question, numbered from 0. */
  question: Scalars['Int']['output'];
};

/** What an app must be to be served. */
export type AppRequirements = {
  __typename?: 'AppRequirements';
  /** Whether the version that was asked about is served; null when none was. */
  isServed?: Maybe<Scalars['Boolean']['output']>;
  /** The oldest version that is served. An older app asks its user to update. */
  minimumVersion: Scalars['String']['output'];
  /** For example "ios". */
  platform: Scalars['String']['output'];
};

/** Ask for a loan or a line. */
export type ApplyForLoanInput = {
  /** How much. */
  amount: MoneyInput;
  /** An answer to each of its questions. */
  answers: Array<LoanAnswerInput>;
  /** What the applicant earns in a month. */
  income: MoneyInput;
  /** In how many instalments. */
  instalments: Scalars['Int']['input'];
  /** What the applicant does. */
  occupation: Occupation;
  /** The product. */
  productCode: Scalars['ID']['input'];
  /** The version of `loanQuestions` that was answered. */
  questionsVersion: Scalars['Int']['input'];
  /** Made by the app and kept before its first attempt; it becomes the application's id. */
  requestId: Scalars['UUID']['input'];
  /** The version of its terms that was shown. */
  version: Scalars['Int']['input'];
};

/** The application, or why it was refused. */
export type ApplyForLoanResult = AmountMalformed | AmountOutOfRange | CountNotOffered | CreditLineOpen | CurrencyMismatch | IdReused | IncomeMalformed | LoanAnswersMalformed | LoanAnswersMissing | LoanApplication | LoanApplicationOpen | LoanProductClosed | LoanProductNotFound | LoanQuestionsChanged | LoanTermsChanged | UnknownCurrency;

/** Sell in the mall from a merchant's shop. */
export type ApplyForMallShopInput = {
  /** The company behind it. */
  companyName: Scalars['String']['input'];
  /** Days after which what was shipped counts as delivered. */
  confirmDays?: Scalars['Int']['input'];
  /** Its unified social credit code. */
  creditCode: Scalars['String']['input'];
  /** What customers see. */
  name: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The merchant's shop. */
  shopId: Scalars['ID']['input'];
};

/** The shop, which waits for staff, or why it was refused. */
export type ApplyForMallShopResult = IdReused | MallShop | ShopClosed | ShopMalformed | ShopNotFound;

/** A customer's appointment at a branch. */
export type Appointment = {
  __typename?: 'Appointment';
  /** When it was booked. */
  bookedAt: Scalars['Instant']['output'];
  /** When it ends. */
  endsAt: Scalars['Instant']['output'];
  /** The appointment. */
  id: Scalars['ID']['output'];
  /** What for. */
  service: BranchService;
  /** When it begins. */
  startsAt: Scalars['Instant']['output'];
  /** How it stands. */
  state: AppointmentState;
};

/** One page of a list, in its order. */
export type AppointmentConnection = {
  __typename?: 'AppointmentConnection';
  /** The rows, each with its cursor. */
  edges: Array<AppointmentEdge>;
  /** The rows. */
  nodes: Array<Appointment>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type AppointmentEdge = {
  __typename?: 'AppointmentEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Appointment;
};

/** No appointment of the viewer's that is still to come. */
export type AppointmentNotFound = Problem & {
  __typename?: 'AppointmentNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How an appointment stands. */
export type AppointmentState =
  /** It is to come. */
  | 'BOOKED'
  /** The customer cancelled it, or the service ended. */
  | 'CANCELLED'
  /** The time went by. */
  | 'EXPIRED'
  /** The customer came. */
  | 'KEPT';

/** The viewer has as many appointments to come as one may have. */
export type AppointmentsTooMany = Problem & {
  __typename?: 'AppointmentsTooMany';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most at a time. */
  mostAppointments: Scalars['Int']['output'];
};

/** Approve a payment run, and pay it. */
export type ApprovePaymentRunInput = {
  /** The payment PIN of whoever approves, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. A repeat is answered alike. */
  requestId: Scalars['UUID']['input'];
  /** The run. */
  runId: Scalars['ID']['input'];
};

/** The run, which is paid, or why nothing of it was. */
export type ApprovePaymentRunResult = AccountClosed | AccountFrozen | AccountNotFound | AmountOutOfRange | FreshSignInNeeded | IdReused | InsufficientFunds | InvoicesNotPayable | LimitExceeded | PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen | PaymentRunOwn | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | SceneNotFound | UnknownCurrency;

/** What is waited for, or why it is not. */
export type AskForStockResult = IdReused | StockNotice | StockNoticesFull | StockThere | VariantUnavailable;

/** The application, which is priced anew, or why it was refused. */
export type AskLoanOfferAgainResult = IdReused | LoanApplication | LoanApplicationNotFound | LoanApplicationOpen | LoanOfferNotOpen;

/** Exchange units of a line for another variant of the same product. */
export type AskMallExchangeInput = {
  /** Where the difference comes from, where there is one to pay. */
  fundings?: Array<FundingInput>;
  /** Which line. */
  number: Scalars['Int']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** What a unit of it costs, as it was shown. */
  price: MoneyInput;
  /** Made by the app and kept before its first attempt. A repeat with the same id exchanges nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** How many units. */
  units: Scalars['Int']['input'];
  /** For what. */
  variantId: Scalars['ID']['input'];
};

/** The exchange, which waits for the shop, or why nothing has changed. */
export type AskMallExchangeResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CurrencyMismatch | ExchangePriceChanged | FreshSignInNeeded | FundingChanged | FundingMismatch | FundingNotFound | IdReused | InsufficientFunds | LimitExceeded | LineNotExchangeable | MallExchange | MallOrderEnded | MallOrderNotFound | MerchantNotFound | OutOfStock | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | UnitsMalformed | UnknownCurrency | VariantUnavailable;

/** Have a partner asked what is new. */
export type AskPartnerInput = {
  /** The link. */
  linkId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The link, or why it was refused. */
export type AskPartnerResult = IdReused | Link | LinkNotFound;

/** It was never answered, too long ago, or another version is asked now. */
export type AssessmentNeeded = Problem & {
  __typename?: 'AssessmentNeeded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A value of an attribute, and how many products have it. */
export type AttributeFacetCount = {
  __typename?: 'AttributeFacetCount';
  /** The attribute. */
  name: Scalars['String']['output'];
  /** How many are so. */
  products: Scalars['Int']['output'];
  /** How it is. */
  value: Scalars['String']['output'];
};

/** A value of an attribute. */
export type AttributeFilterInput = {
  /** The attribute: colour. */
  name: Scalars['String']['input'];
  /** How it is: red. */
  value: Scalars['String']['input'];
};

/** The scan is the viewer's. */
export type AttributionClaimed = {
  __typename?: 'AttributionClaimed';
  /** The scan. */
  scanId: Scalars['ID']['output'];
};

/** The scan was too long ago. */
export type AttributionExpired = Problem & {
  __typename?: 'AttributionExpired';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How long a scan is kept, in days. */
  mostDays: Scalars['Int']['output'];
};

/** Not a token of the house, or the scan is somebody else's. */
export type AttributionUnknown = Problem & {
  __typename?: 'AttributionUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A lower price for some. */
export type AudiencePriceInput = {
  /** Who pays it: "tier:verified", "scene:campus". */
  audience: Scalars['String']['input'];
  /** How much. */
  price: MoneyInput;
};

/** A standing consent to pay the bills of a link. */
export type AutoPay = {
  __typename?: 'AutoPay';
  /** A bill above it is left to the customer. */
  cap: Money;
  /** Since when. */
  createdAt: Scalars['Instant']['output'];
  /** When it was stopped. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** The consent: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The link whose bills are paid. */
  linkId: Scalars['ID']['output'];
  /** When the next open bill is due; null where none is known. */
  nextDueOn?: Maybe<Scalars['Date']['output']>;
  /** Where it stands. */
  state: AutoPayState;
};

/** No such standing consent of the customer's. */
export type AutoPayNotFound = Problem & {
  __typename?: 'AutoPayNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Stop the one that stands first. */
export type AutoPayStands = Problem & {
  __typename?: 'AutoPayStands';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a standing consent to pay bills stands. */
export type AutoPayState =
  /** Bills are paid three days before they are due. */
  | 'ACTIVE'
  /** They are not any more. */
  | 'STOPPED';

/** What a coupon gives. */
export type BenefitKind =
  /** So much off. */
  | 'AMOUNT'
  /** Money into the wallet, without a purchase. */
  | 'CASH'
  /** A part of the price back, once the time for returns is over. */
  | 'CASHBACK'
  /** A part of a fee off. */
  | 'FEE'
  /** The price of one item off. */
  | 'FREE_ITEM'
  /** A better rate. */
  | 'INTEREST'
  /** A part of the price off. */
  | 'PERCENT'
  /** Points for what is spent, once the time for returns is over. */
  | 'POINTS'
  /** So much off from a least spending on. */
  | 'THRESHOLD';

/** A bill of a partner. */
export type Bill = {
  __typename?: 'Bill';
  /** The customer's number at the partner. */
  account: Scalars['String']['output'];
  /** What is to be paid. */
  amount: Money;
  /** The last day on which it can be paid in time. */
  dueOn: Scalars['Date']['output'];
  /** When the bank first heard of it. */
  foundAt: Scalars['Instant']['output'];
  /** Why a standing consent did not pay it: over_cap, or a refusal's name; null where nothing kept it. */
  heldBack?: Maybe<Scalars['String']['output']>;
  /** The bill. */
  id: Scalars['ID']['output'];
  /** The order that pays or paid it; null where none did, or it cannot be read just now. */
  order?: Maybe<SceneOrder>;
  /** Which time it is about, in the partner's words. */
  period: Scalars['String']['output'];
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** Where it stands. */
  state: BillState;
  /** What it is for, in the partner's words. */
  title: Scalars['String']['output'];
};

/** The partner asks for another amount than the customer confirmed. */
export type BillChanged = Problem & {
  __typename?: 'BillChanged';
  /** What the partner asks for now. */
  amount: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type BillConnection = {
  __typename?: 'BillConnection';
  /** The rows, each with its cursor. */
  edges: Array<BillEdge>;
  /** The rows. */
  nodes: Array<Bill>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type BillEdge = {
  __typename?: 'BillEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Bill;
};

/** No bill of that id, or it is somebody else's. */
export type BillNotFound = Problem & {
  __typename?: 'BillNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It cannot be paid as it stands. */
export type BillNotOpen = Problem & {
  __typename?: 'BillNotOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands: paying, paid or gone. */
  state: Scalars['String']['output'];
};

/** Where a bill stands. */
export type BillState =
  /** The partner asks for it no longer. */
  | 'GONE'
  /** It can be paid. */
  | 'OPEN'
  /** It is paid, here or elsewhere. */
  | 'PAID'
  /** An order pays it: see `order`. */
  | 'PAYING';

/** Book an appointment. */
export type BookAppointmentInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The service. */
  serviceId: Scalars['ID']['input'];
  /** When: the beginning of a slot. */
  startsAt: Scalars['Instant']['input'];
};

/** The appointment, or why it was refused. */
export type BookAppointmentResult = AlreadyBooked | Appointment | AppointmentsTooMany | BranchServiceNotFound | IdReused | SlotFull | SlotNotOffered;

/** Book a time. */
export type BookServiceSlotInput = {
  /** Which line. */
  number: Scalars['Int']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id books nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The time. */
  slotId: Scalars['ID']['input'];
  /** For how many. */
  units?: Scalars['Int']['input'];
};

/** The booking, or why it was refused. */
export type BookServiceSlotResult = IdReused | MallOrderEnded | MallOrderNotFound | MallParcelStanding | ParcelMalformed | ServiceSlotNotFound | ServiceSlotTaken | UnitsMalformed;

/** An appointment, a seat. */
export type Booking = {
  __typename?: 'Booking';
  /** What a change costs beside what the other slot costs more; null where it cannot be changed. */
  changeFee?: Maybe<Money>;
  /** What is shown at the desk: a ticket, a number. */
  code?: Maybe<Scalars['String']['output']>;
  /** What it is for; null when it cannot be read just now. */
  details?: Maybe<BookingDetails>;
  /** When it ended. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** Until when the partner keeps the slot unpaid. */
  heldUntil?: Maybe<Scalars['Instant']['output']>;
  /** The booking: the id that the app made. */
  id: Scalars['ID']['output'];
  /** What the partner keeps, or was paid after the visit; null until that is known. */
  kept?: Maybe<Money>;
  /** What the partner keeps if it is cancelled now; null where it cannot be. */
  keptIfCancelled?: Maybe<Money>;
  /** When it was asked for. */
  madeAt: Scalars['Instant']['output'];
  /** The order that pays it; null where none does, or it cannot be read just now. */
  order?: Maybe<SceneOrder>;
  /** What is held for it, or was paid. */
  price: Money;
  /** Why it never stood, or a change or a cancellation came to nothing: the partner's code, or expired. */
  refusalCode?: Maybe<Scalars['String']['output']>;
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** When. */
  startsAt: Scalars['Instant']['output'];
  /** Where it stands. */
  state: BookingState;
  /** What a visit cost beyond its deposit: pay it by `payBookingSupplement`. Null until it was settled. */
  supplement?: Maybe<Money>;
  /** The order that pays the supplement: see `sceneOrder`. */
  supplementId?: Maybe<Scalars['ID']['output']>;
  /** What giving it up costs. */
  terms: BookingTerms;
};

/** It is another amount than the customer confirmed. */
export type BookingAmountChanged = Problem & {
  __typename?: 'BookingAmountChanged';
  /** What it is now. */
  amount: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type BookingConnection = {
  __typename?: 'BookingConnection';
  /** The rows, each with its cursor. */
  edges: Array<BookingEdge>;
  /** The rows. */
  nodes: Array<Booking>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** What a booking is for. */
export type BookingDetails = {
  __typename?: 'BookingDetails';
  /** Where. */
  place: Scalars['String']['output'];
  /** Who or what: a doctor, a train. */
  provider: Scalars['String']['output'];
  /** What it is: a department, a journey. */
  title: Scalars['String']['output'];
};

/** A row of a list with its cursor. */
export type BookingEdge = {
  __typename?: 'BookingEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Booking;
};

/** Its terms know of no change, or it was changed before. */
export type BookingNotChangeable = Problem & {
  __typename?: 'BookingNotChangeable';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No booking of that id, or it is somebody else's. */
export type BookingNotFound = Problem & {
  __typename?: 'BookingNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not as it stands. */
export type BookingNotOpen = Problem & {
  __typename?: 'BookingNotOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands, or expired (not paid in time), or begun (its time has come). */
  state: Scalars['String']['output'];
};

/** Slots that a partner has (a doctor's, a train's), and their booking. */
export type BookingScene = Scene & {
  __typename?: 'BookingScene';
  /** The viewer's bookings there, newest first. */
  bookings: BookingConnection;
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};


/** Slots that a partner has (a doctor's, a train's), and their booking. */
export type BookingSceneBookingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** A question to a partner: what can be booked. It is forgotten after a day. */
export type BookingSearch = {
  __typename?: 'BookingSearch';
  /** When it was asked. */
  askedAt: Scalars['Instant']['output'];
  /** What was found; null until the partner has answered, or when it cannot be read just now. */
  found?: Maybe<FoundSlots>;
  /** When the partner answered. */
  heardAt?: Maybe<Scalars['Instant']['output']>;
  /** The search: the id that the app made. */
  id: Scalars['ID']['output'];
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** How far it has come. */
  state: BookingSearchState;
};

/** How far a search has come. */
export type BookingSearchState =
  /** The partner is being asked: look again in a second. */
  | 'ASKING'
  /** It did not. */
  | 'FAILED'
  /** It answered. */
  | 'FOUND';

/** What can be booked. */
export type BookingSlot = {
  __typename?: 'BookingSlot';
  /** What a change costs beside what the other slot costs more; null where it cannot be changed. */
  changeFee?: Maybe<Money>;
  /** The partner's name for it. */
  id: Scalars['ID']['output'];
  /** Where. */
  place: Scalars['String']['output'];
  /** What is held when it is booked. */
  price: Money;
  /** Who or what: a doctor, a train. */
  provider: Scalars['String']['output'];
  /** When. */
  startsAt: Scalars['Instant']['output'];
  /** What giving it up costs. */
  terms: BookingTerms;
  /** What it is: a department, a journey. */
  title: Scalars['String']['output'];
  /** Of which topic it is. */
  topic: Scalars['String']['output'];
};

/** Where a booking stands. */
export type BookingState =
  /** The partner is asked to keep the slot: look again in a second. */
  | 'ASKED'
  /** It was given up. */
  | 'CANCELLED'
  /** It is being given up: money moves when the partner has said so. */
  | 'CANCELLING'
  /** The partner is asked for another slot. */
  | 'CHANGING'
  /** It stands. A deposit stays held until the visit. */
  | 'CONFIRMED'
  /** The partner keeps it until `heldUntil`: pay it. */
  | 'HELD'
  /** The partner and the bank do not agree; the bank's staff look into it. */
  | 'IN_REVIEW'
  /** The customer did not come. */
  | 'MISSED'
  /** The money is held; the partner has not said yet that the booking stands. */
  | 'PAYING'
  /** It never stood: see `refusalCode`. */
  | 'REFUSED'
  /** It was used, and settled. */
  | 'SETTLED';

/** What a partner declared of giving a booking up. */
export type BookingTerms = {
  __typename?: 'BookingTerms';
  /** Until so many hours before its time it is given up for nothing. */
  freeUntilHours: Scalars['Int']['output'];
  /** The share of the price that is kept later. */
  keptPercent: Scalars['Int']['output'];
  /** The share that is kept of who does not come. */
  noShowPercent: Scalars['Int']['output'];
  /** Whether the price is taken when the partner confirms; else it is a deposit, settled after the visit. */
  paysAtOnce: Scalars['Boolean']['output'];
};

/** It could be cancelled until some hours before. */
export type BookingTooLate = Problem & {
  __typename?: 'BookingTooLate';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Until when it could be. */
  until: Scalars['Instant']['output'];
};

/** What a partner has slots of: a department, a line. */
export type BookingTopic = {
  __typename?: 'BookingTopic';
  /** The partner's name for it. */
  id: Scalars['ID']['output'];
  /** What it is called. */
  title: Scalars['String']['output'];
};

/** A hard rule is against it; `reasons` name the rules, the gravest first. */
export type BorrowerUnfit = Problem & {
  __typename?: 'BorrowerUnfit';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which rules. */
  reasons: Array<LoanWords>;
};

/** A branch. */
export type Branch = {
  __typename?: 'Branch';
  /** Where it is, in words. */
  address: Scalars['String']['output'];
  /** Days on which it is closed all the same. */
  closedDays: Array<Scalars['Date']['output']>;
  /** When it is open, by weekday. */
  hours: Array<BranchOpening>;
  /** The branch. */
  id: Scalars['ID']['output'];
  /** False once it is closed for good. */
  isOpen: Scalars['Boolean']['output'];
  /** How far it is from where was asked for; null where that was not. */
  metres?: Maybe<Scalars['Int']['output']>;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** What is done for customers there, by code. */
  services: Array<BranchService>;
  /** Where it is on the map. */
  spot: MapPoint;
};

/** The branch is not open at this hour. */
export type BranchClosedNow = Problem & {
  __typename?: 'BranchClosedNow';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type BranchConnection = {
  __typename?: 'BranchConnection';
  /** The rows, each with its cursor. */
  edges: Array<BranchEdge>;
  /** The rows. */
  nodes: Array<Branch>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type BranchEdge = {
  __typename?: 'BranchEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Branch;
};

/** There is no such branch, or it is closed. */
export type BranchNotFound = Problem & {
  __typename?: 'BranchNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Open on a weekday, Asia/Shanghai. */
export type BranchOpening = {
  __typename?: 'BranchOpening';
  /** When it closes, as 17:30. */
  closes: Scalars['String']['output'];
  /** When it opens, as 09:00. */
  opens: Scalars['String']['output'];
  /** 1 is Monday. */
  weekday: Scalars['Int']['output'];
};

/** What is done for customers at a branch. */
export type BranchService = {
  __typename?: 'BranchService';
  /** Where it is. */
  branch: Branch;
  /** Places in a slot. */
  capacity: Scalars['Int']['output'];
  /** What it is, the same at every branch: for example "new_card". */
  code: Scalars['String']['output'];
  /** How far ahead one may book, in days. */
  daysAhead: Scalars['Int']['output'];
  /** What may be filled in before the visit; empty: nothing. */
  form: Array<FormField>;
  /** The service; as a product it is of the kind BRANCH_SERVICE. */
  id: Scalars['ID']['output'];
  /** Whether it can be had. */
  isLive: Scalars['Boolean']['output'];
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** How long an appointment is. */
  slotMinutes: Scalars['Int']['output'];
  /** The slots of a business day that can still be booked, from today on. */
  slots: Array<BranchSlot>;
};


/** What is done for customers at a branch. */
export type BranchServiceSlotsArgs = {
  day: Scalars['Date']['input'];
};

/** There is no such service, or it is offered no more. */
export type BranchServiceNotFound = Problem & {
  __typename?: 'BranchServiceNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A time at which an appointment may begin. */
export type BranchSlot = {
  __typename?: 'BranchSlot';
  /** When it ends. */
  endsAt: Scalars['Instant']['output'];
  /** Places that are left. */
  placesLeft: Scalars['Int']['output'];
  /** When it begins. */
  startsAt: Scalars['Instant']['output'];
};

/** What the viewer means to spend in a category in a month. */
export type Budget = {
  __typename?: 'Budget';
  /** Of which category. */
  category: MovementCategory;
  /** What was set. */
  most: Money;
  /** What was spent this month so far. */
  spent: Money;
};

/** The budget does not hold what the coupon gives. */
export type BudgetExhausted = Problem & {
  __typename?: 'BudgetExhausted';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The budget stands. */
export type BudgetSet = {
  __typename?: 'BudgetSet';
  /** Of which category. */
  category: MovementCategory;
  /** What may be spent in a month. */
  most: Money;
};

/** The order's days would fall into a year whose trading days are not published. */
export type CalendarMissing = Problem & {
  __typename?: 'CalendarMissing';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which year. */
  year: Scalars['Int']['output'];
};

/** The transfer, or why it was refused. */
export type CallBackTransferResult = IdReused | PromiseEnded | PromiseNotFound | PromisedTransfer;

/** A campaign with coupons to claim. Its terms never change. */
export type Campaign = {
  __typename?: 'Campaign';
  /** In which currency, or other asset, it gives. */
  currency: Scalars['CurrencyCode']['output'];
  /** Until when. */
  endsAt: Scalars['Instant']['output'];
  /** How much it gives, where that is a fixed amount. */
  gives?: Maybe<Money>;
  /** The campaign. */
  id: Scalars['ID']['output'];
  /** What it gives. */
  kind: BenefitKind;
  /** What must be spent at least; null: anything. */
  leastSpending?: Maybe<Money>;
  /** The most that it gives; null: as much as it comes to. */
  mostGiven?: Maybe<Money>;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** Hundredths of a percent, where it gives a part. */
  rateBps?: Maybe<Scalars['Int']['output']>;
  /** From when on. */
  startsAt: Scalars['Instant']['output'];
};

/** It has not started, is paused, or has ended. */
export type CampaignEnded = Problem & {
  __typename?: 'CampaignEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `not_started`, `paused` or `ended`. */
  state: Scalars['String']['output'];
};

/** No such campaign, or a code that is unknown or used up. */
export type CampaignNotFound = Problem & {
  __typename?: 'CampaignNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Do not come. */
export type CancelAppointmentInput = {
  /** The appointment. */
  appointmentId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The appointment, or why it was refused. */
export type CancelAppointmentResult = Appointment | AppointmentNotFound | IdReused;

/** Give a booking up. */
export type CancelBookingInput = {
  /** The booking. */
  bookingId: Scalars['ID']['input'];
  /** What the customer saw that the partner keeps. */
  kept: MoneyInput;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The booking, which is being given up, or why it was refused. */
export type CancelBookingResult = AmountMalformed | Booking | BookingAmountChanged | BookingNotFound | BookingNotOpen | IdReused | LinkNotFound | SceneNotFound | UnknownCurrency;

/** The sale, or why it was refused. */
export type CancelFlashSaleResult = FlashSale | FlashSaleNotFound | FlashSaleOver | IdReused;

/** Cancel an order before its cut-off. */
export type CancelFundOrderInput = {
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The order, which has ended, or why it was refused. */
export type CancelFundOrderResult = FundOrder | FundOrderNotFound | FundOrderUncancellable | IdReused;

/** The application, which has ended, or why it was refused. */
export type CancelLoanApplicationResult = IdReused | LoanApplication | LoanApplicationNotFound | LoanOfferNotOpen;

/** How the order stands, or why it was refused. */
export type CancelMallOrderResult = AccountClosed | AccountFrozen | AfterSaleOpen | BookingTooLate | IdReused | InsufficientFunds | KeyShownAlready | MallOrderEnded | MallOrderNotFound | MallOrderStanding | MerchantClosed;

/** Take an order back. */
export type CancelMerchantOrderInput = {
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The order, or why it was refused. */
export type CancelMerchantOrderResult = IdReused | MerchantNotFound | MerchantOrderCancelled | OrderEnded;

/** The request, or why it was refused. */
export type CancelMoneyRequestResult = IdReused | MoneyRequest | MoneyRequestEnded | MoneyRequestNotFound;

/** How the booking stands, or why it was refused. */
export type CancelServiceBookingResult = BookingTooLate | IdReused | MallOrderEnded | MallOrderNotFound | MallParcelStanding | ParcelNotFound;

/** Call off what is open of a bill. */
export type CancelSplitInput = {
  /** Which bill. */
  id: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The bill, or why it was refused. */
export type CancelSplitResult = IdReused | SplitBill | SplitEnded | SplitNotFound;

/** The ticket, or why it was refused. */
export type CancelTicketResult = IdReused | QueueTicket | TicketNotFound;

/** The words cannot be shown, or are too many. */
export type CardMalformed = Problem & {
  __typename?: 'CardMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How many there may be. */
  mostCharacters: Scalars['Int']['output'];
};

/** How far a card has come. */
export type CardState =
  /** The network has not said yet that it has it. It is asked again until it does. */
  | 'PENDING'
  /** It is there. */
  | 'POSTED'
  /** The network does not take it. */
  | 'REFUSED';

/** No such carrier works for the house. */
export type CarrierUnknown = Problem & {
  __typename?: 'CarrierUnknown';
  /** What was named. */
  carrier: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How many units of the variant the cart has now. */
export type CartChanged = {
  __typename?: 'CartChanged';
  /** How many; 0 where it was taken out. */
  units: Scalars['Int']['output'];
  /** What. */
  variantId: Scalars['ID']['output'];
};

/** A cart or an order has too many lines, or none. */
export type CartFull = Problem & {
  __typename?: 'CartFull';
  /** How many there can be. */
  linesMost: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a customer thinks of buying. */
export type CartLine = {
  __typename?: 'CartLine';
  /** How many. */
  units: Scalars['Int']['output'];
  /** What. */
  variantId: Scalars['ID']['output'];
};

/** What a cart comes to, shop by shop. */
export type CartQuote = {
  __typename?: 'CartQuote';
  /** Names it: an order goes by the quote that was shown. */
  hash: Scalars['String']['output'];
  /** One for each shop. */
  shops: Array<ShopQuote>;
  /** How the scene that was named bears on it. */
  visit?: Maybe<SceneVisit>;
};

/** The money is in the wallet. */
export type CashCouponRedeemed = {
  __typename?: 'CashCouponRedeemed';
  /** The coupon. */
  couponId: Scalars['ID']['output'];
  /** How much. */
  given: Money;
  /** The movement in the statement. */
  movementId: Scalars['ID']['output'];
};

/** The movement is in its category. */
export type CategorySet = {
  __typename?: 'CategorySet';
  /** Where it belongs now. */
  category: MovementCategory;
  /** The movement. */
  movementId: Scalars['ID']['output'];
};

/** Money-market shares that pay at tills and in transfers. */
export type Change = {
  __typename?: 'Change';
  /** How much is held. */
  amount: Money;
  /** Its code. */
  code: Scalars['String']['output'];
  /** The product. */
  productId: Scalars['ID']['output'];
};

/** Go to another slot. */
export type ChangeBookingInput = {
  /** The booking. */
  bookingId: Scalars['ID']['input'];
  /** What the customer saw and confirmed: the fee, and what the other slot costs more. */
  cost: MoneyInput;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id where it costs something. */
  requestId: Scalars['UUID']['input'];
  /** The search that found the other slot. */
  searchId: Scalars['ID']['input'];
  /** The other slot. */
  slotId: Scalars['ID']['input'];
};

/** The booking, which is being changed, or why it was refused. */
export type ChangeBookingResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | Booking | BookingAmountChanged | BookingNotChangeable | BookingNotFound | BookingNotOpen | IdReused | InsufficientFunds | LimitExceeded | LinkNotFound | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | SearchNotFound | SlotNotFound | UnknownCurrency;

/** Freeze a line, lift it, or end it. */
export type ChangeCreditLineInput = {
  /** What is to become of it. */
  change: LineChange;
  /** The line. */
  lineId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The line, or why it was refused. */
export type ChangeCreditLineResult = CreditLine | CreditLineClosed | CreditLineFrozen | CreditLineNotFound | IdReused;

/** Replace the payment PIN by proving the old one. */
export type ChangePinInput = {
  /** The PIN as it is. */
  currentPin: Scalars['String']['input'];
  /** Six digits, not easy to guess. */
  newPin: Scalars['String']['input'];
};

/** The PIN is changed, or why it is not. */
export type ChangePinResult = PinLocked | PinMalformed | PinNotSet | PinStored | PinTooSimple | PinWrong;

/** What came at once, and what comes later. */
export type ChangeRedeemed = {
  __typename?: 'ChangeRedeemed';
  /** In the wallet now. */
  atOnce: Money;
  /** What the order brings. */
  later: Money;
  /** The order of what comes later; null where all came at once. */
  order?: Maybe<FundOrder>;
};

/** No payment channel of that name takes money in. */
export type ChannelNotFound = Problem & {
  __typename?: 'ChannelNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Charge a customer's payment code. */
export type ChargePaymentCodeInput = {
  /** How much. */
  amount: MoneyInput;
  /** What the scanned picture says: twenty digits. */
  code: Scalars['String']['input'];
  /** The merchant's own words for it, 64 characters at most. */
  reference?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id charges nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The shop that charges. */
  shopId: Scalars['ID']['input'];
};

/** The charge, or why it was refused. */
export type ChargePaymentCodeResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CodeCharged | IdReused | InsufficientFunds | LimitExceeded | MerchantNameMalformed | MerchantNotFound | PaymentCodeRefused | RefusedForSafety | UnknownCurrency;

/** Orders were placed, or paid. */
export type CheckedOut = {
  __typename?: 'CheckedOut';
  /** What the orders were placed with. */
  id: Scalars['ID']['output'];
  /** The orders; null if they cannot be read just now. */
  orders?: Maybe<Array<MallOrder>>;
  /** How its orders stand. */
  state: MallOrderState;
  /** What they cost together. */
  total: Money;
};

/** Bring a scan from before sign-in. */
export type ClaimAttributionInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The token that the scan gave. */
  token: Scalars['String']['input'];
};

/** The scan, or why it was refused. */
export type ClaimAttributionResult = AttributionClaimed | AttributionExpired | AttributionUnknown | IdReused;

/** Claim a coupon. */
export type ClaimCouponInput = {
  /** Which. */
  of: CouponOfInput;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The coupon, or why it was refused. */
export type ClaimCouponResult = CampaignEnded | CampaignNotFound | CouponGranted | CouponLimitReached | CouponNotForYou | IdReused;

/** How the order stands, or why nothing went back. */
export type ClaimPriceProtectionResult = AccountClosed | AccountFrozen | IdReused | InsufficientFunds | MallOrderEnded | MallOrderNotFound | MallOrderStanding | MerchantClosed | PriceNotLower | PriceProtectionEnded | UnitsMalformed;

/** The client seed has other characters, or too many. */
export type ClientSeedMalformed = Problem & {
  __typename?: 'ClientSeedMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The customer paid, or was asked to confirm: then the order says how it ends. */
export type CodeCharged = {
  __typename?: 'CodeCharged';
  /** The order that the customer was asked to confirm with the PIN. */
  orderId?: Maybe<Scalars['ID']['output']>;
  /** The payment, if it was made at once. */
  paymentId?: Maybe<Scalars['ID']['output']>;
};

/** The code has expired. */
export type CodeExpired = Problem & {
  __typename?: 'CodeExpired';
  /** Its last business day. */
  expiredOn: Scalars['Date']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not a code as EMVCo writes them. */
export type CodeMalformed = Problem & {
  __typename?: 'CodeMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** In one word how: "length", "missing", "value". */
  reason: Scalars['String']['output'];
  /** The tag that is wrong: "54", or "62.05" inside a template. */
  tag: Scalars['String']['output'];
};

/** A code of another network, of nobody, or one that was withdrawn. */
export type CodeNotFound = Problem & {
  __typename?: 'CodeNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A one-time code is on its way. The answer is the same for a phone that is not registered. */
export type CodeSent = {
  __typename?: 'CodeSent';
  /** How long the code can be used. */
  expiresInSeconds: Scalars['Int']['output'];
  /** When another one may be asked for. */
  resendAfterSeconds: Scalars['Int']['output'];
};

/** Nothing that the house knows. */
export type CodeUnknown = Problem & {
  __typename?: 'CodeUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Why: `foreign`, `truncated`, `forged`, `too_long` or `withdrawn`. */
  reason: Scalars['String']['output'];
};

/** A company that the viewer acts for. */
export type Company = {
  __typename?: 'Company';
  /** The account of its money in that currency, as payment files name it; null for what is no currency. */
  accountId?: Maybe<Scalars['ID']['output']>;
  /** Its documents, of one kind or all, newest first. */
  documents: TradeDocumentConnection;
  /** The company. */
  id: Scalars['ID']['output'];
  /** Whether its system is let in. */
  isConnected: Scalars['Boolean']['output'];
  /** Who acts for it. */
  members: Array<CompanyMember>;
  /** Its number at that partner. */
  number: Scalars['String']['output'];
  /** Its payment runs, in one state or all, newest first. */
  paymentRuns: PaymentRunConnection;
  /** What the viewer may do for it. */
  role: CompanyRole;
  /** The scene whose partner runs its system: see `scene`. */
  sceneId: Scalars['ID']['output'];
};


/** A company that the viewer acts for. */
export type CompanyAccountIdArgs = {
  currency?: Scalars['CurrencyCode']['input'];
};


/** A company that the viewer acts for. */
export type CompanyDocumentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  kind?: InputMaybe<TradeDocumentKind>;
};


/** A company that the viewer acts for. */
export type CompanyPaymentRunsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  state?: InputMaybe<PaymentRunState>;
};

/** Whether the company's system is let in. */
export type CompanyConnected = {
  __typename?: 'CompanyConnected';
  /** The company; null if it cannot be read just now. */
  company?: Maybe<Company>;
  /** Whether it is. */
  isConnected: Scalars['Boolean']['output'];
};

/** A customer who acts for a company. */
export type CompanyMember = {
  __typename?: 'CompanyMember';
  /** Since when. */
  addedAt: Scalars['Instant']['output'];
  /** The customer. */
  customerId: Scalars['ID']['output'];
  /** What they may do. */
  role: CompanyRole;
};

/** No customer of that id or phone, or a customer who does not own that merchant. */
export type CompanyMemberNotFound = Problem & {
  __typename?: 'CompanyMemberNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a customer may do for the company was set. */
export type CompanyMemberSet = {
  __typename?: 'CompanyMemberSet';
  /** The company. */
  companyId: Scalars['ID']['output'];
  /** The customer. */
  customerId: Scalars['ID']['output'];
  /** What they may do now; null: nothing. */
  role?: Maybe<CompanyRole>;
};

/** No company of that id, or the viewer does not act for it in that way. */
export type CompanyNotFound = Problem & {
  __typename?: 'CompanyNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Nobody is made an owner here, and the owner nothing else. */
export type CompanyOwnerFixed = Problem & {
  __typename?: 'CompanyOwnerFixed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a customer may do for a company. */
export type CompanyRole =
  /** Approve or reject payment runs that others made. */
  | 'CHECKER'
  /** Make payment runs. */
  | 'MAKER'
  /** Name the others, connect the company's system, make runs and check those of others. */
  | 'OWNER';

/** A company's orders, deliveries and invoices, which its own system pushes to the bank. */
export type CompanyScene = Scene & {
  __typename?: 'CompanyScene';
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};

/** The last step of linking: the browser has come back. */
export type ConfirmLinkInput = {
  /** The link. */
  linkId: Scalars['ID']['input'];
  /** What the browser came back with. */
  proof: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The link, which stands, or why it was refused. */
export type ConfirmLinkResult = AlreadyLinked | IdReused | Link | LinkNotFound | LinkProofWrong;

/** How the order stands, or why it was refused. */
export type ConfirmMallDeliveryResult = IdReused | MallOrderEnded | MallOrderNotFound | MallOrderStanding;

/** How the parcel stands, or why it was refused. */
export type ConfirmMallParcelResult = IdReused | MallOrderEnded | MallParcelStanding | ParcelNotFound;

/** Confirm that a product above one's class is wanted. */
export type ConfirmMismatchInput = {
  /** The product. */
  fundId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Which version of its terms was shown. */
  version: Scalars['Int']['input'];
};

/** The confirmation, or why it was refused. */
export type ConfirmMismatchResult = AssessmentNeeded | FundNotFound | IdReused | MismatchConfirmed | ProductUnsuitable;

/** Let a company's system in, or no longer. */
export type ConnectCompanyInput = {
  /** The company. */
  companyId: Scalars['ID']['input'];
  /** Whether its system may bring payment files, and fetch what became of them and statements. */
  isConnected: Scalars['Boolean']['input'];
  /** The owner's payment PIN. */
  pin: Scalars['String']['input'];
  /** Made by the caller and kept before its first attempt. A repeat is answered alike. */
  requestId: Scalars['UUID']['input'];
};

/** The company, or why it was refused. */
export type ConnectCompanyResult = CompanyConnected | CompanyNotFound | IdReused | PinLocked | PinNotSet | PinRequired | PinWrong;

/** A yes to one purpose that stands. */
export type Consent = {
  __typename?: 'Consent';
  /** Since when. */
  grantedAt: Scalars['Instant']['output'];
  /** The consent. */
  id: Scalars['ID']['output'];
  /** For example "credit_scoring". */
  purpose: Scalars['String']['output'];
  /** Which wording the customer agreed to. */
  version: Scalars['String']['output'];
};

/** The consent was given until an instant that has come. */
export type ConsentExpired = Problem & {
  __typename?: 'ConsentExpired';
  /** When it ended. */
  expiredAt: Scalars['Instant']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No such consent, or not one of the caller's. The two are not told apart. */
export type ConsentNotFound = Problem & {
  __typename?: 'ConsentNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A part of the consent would become wider, or nothing would be left of it. */
export type ConsentNotNarrower = Problem & {
  __typename?: 'ConsentNotNarrower';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part: scopes, accounts, claims, caps, uses, payment or expiry. */
  what: Scalars['String']['output'];
};

/** The consent, as it stands or as it ended. */
export type ConsentRecorded = {
  __typename?: 'ConsentRecorded';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
  /** Since when. */
  grantedAt: Scalars['Instant']['output'];
  /** The consent. */
  id: Scalars['ID']['output'];
  /** For example "credit_scoring". */
  purpose: Scalars['String']['output'];
  /** Which wording the customer agreed to. */
  version: Scalars['String']['output'];
  /** Until when; null while it stands. */
  withdrawnAt?: Maybe<Scalars['Instant']['output']>;
};

/** The customer took the consent back. */
export type ConsentRevoked = Problem & {
  __typename?: 'ConsentRevoked';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** When. */
  revokedAt: Scalars['Instant']['output'];
};

/** No consent to that purpose stands. */
export type ConsentUnknown = Problem & {
  __typename?: 'ConsentUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** As many contacts of this channel as there may be. The offer can be found as before. */
export type ContactCapReached = Problem & {
  __typename?: 'ContactCapReached';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `day` or `week`. */
  scope: Scalars['String']['output'];
};

/** How a customer is contacted. */
export type ContactChannel =
  /** Shown unasked in the app. */
  | 'IN_APP'
  /** Sent as a message; needs consent to messages. */
  | 'MESSAGE'
  /** Pushed to the phone; needs consent to messages. */
  | 'PUSH';

/** Consent to `marketing_messages` was not given, or was withdrawn. */
export type ContactNotAgreed = Problem & {
  __typename?: 'ContactNotAgreed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The offer may be shown, and counts as shown. */
export type ContactRecorded = {
  __typename?: 'ContactRecorded';
  /** The campaign. */
  campaignId: Scalars['ID']['output'];
  /** How. */
  channel: ContactChannel;
  /** The contact. */
  contactId: Scalars['ID']['output'];
};

/** Its days are over, something was repaid, or the loan has paid a merchant. */
export type CoolingOffOver = Problem & {
  __typename?: 'CoolingOffOver';
  /** When it ended. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Choose one of those that the product has. */
export type CountNotOffered = Problem & {
  __typename?: 'CountNotOffered';
  /** Those that it has. */
  counts: Array<Scalars['Int']['output']>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What is on the other side of a movement. */
export type CounterpartyKind =
  /** The bank itself, or one of its partners. */
  | 'BANK'
  /** A payment channel. */
  | 'CHANNEL'
  /** Another customer: see `counterparty`. */
  | 'CUSTOMER'
  /** A merchant: see `merchant`. */
  | 'MERCHANT';

/** A coupon of the viewer. */
export type Coupon = {
  __typename?: 'Coupon';
  /** What it is a coupon of. */
  campaign: Campaign;
  /** Since when. */
  claimedAt: Scalars['Instant']['output'];
  /** When a later benefit is paid. */
  dueAt?: Maybe<Scalars['Instant']['output']>;
  /** Until when it can be used. */
  expiresAt: Scalars['Instant']['output'];
  /** What it gave, or is reserved to give; null before. */
  given?: Maybe<Money>;
  /** The coupon. */
  id: Scalars['ID']['output'];
  /** What of that it still gives after returns; null before. */
  kept?: Maybe<Money>;
  /** When it was used. */
  redeemedAt?: Maybe<Scalars['Instant']['output']>;
  /** Until when it is set aside; null while it is not. */
  reservedUntil?: Maybe<Scalars['Instant']['output']>;
  /** How it stands at this instant. */
  state: CouponState;
};

/** One page of a list, in its order. */
export type CouponConnection = {
  __typename?: 'CouponConnection';
  /** The rows, each with its cursor. */
  edges: Array<CouponEdge>;
  /** The rows. */
  nodes: Array<Coupon>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type CouponEdge = {
  __typename?: 'CouponEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Coupon;
};

/** The coupon is the viewer's. */
export type CouponGranted = {
  __typename?: 'CouponGranted';
  /** Its campaign. */
  campaignId: Scalars['ID']['output'];
  /** The coupon; null if it cannot be read just now. */
  coupon?: Maybe<Coupon>;
  /** The coupon. */
  couponId: Scalars['ID']['output'];
  /** Until when it can be used. */
  expiresAt: Scalars['Instant']['output'];
};

/** Nobody, or this person, device or household, gets another one now. */
export type CouponLimitReached = Problem & {
  __typename?: 'CouponLimitReached';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `total`, `day`, `person`, `person_day`, `device` or `household`. */
  scope: Scalars['String']['output'];
};

/** The campaign is for others. */
export type CouponNotForYou = Problem & {
  __typename?: 'CouponNotForYou';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Every reason, for example `spends_too_little`, `other_merchant`, `expired`, `used`, `does_not_stack`. */
  reasons: Array<Scalars['String']['output']>;
};

/** The viewer has no such coupon, or the reservation is over. */
export type CouponNotFound = Problem & {
  __typename?: 'CouponNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A campaign by its id, or a code. */
export type CouponOfInput = {
  /** A campaign that needs no code. */
  campaignId?: InputMaybe<Scalars['ID']['input']>;
  /** A code: shared by all who know it, or one's own. */
  code?: InputMaybe<Scalars['String']['input']>;
};

/** What a coupon would give on a purchase. */
export type CouponQuote = {
  __typename?: 'CouponQuote';
  /** The coupon. */
  coupon: Coupon;
  /** What it alone would give; null where it does not apply. */
  given?: Maybe<Money>;
  /** Why it does not apply, every reason; empty where it does. For example `spends_too_little`, `other_merchant`, `does_not_stack`. */
  reasons: Array<Scalars['String']['output']>;
};

/** How a coupon stands. */
export type CouponState =
  /** It can be used. */
  | 'CLAIMED'
  /** Its time is over. */
  | 'EXPIRED'
  /** It was used. */
  | 'REDEEMED'
  /** Set aside for a purchase, for a quarter of an hour. */
  | 'RESERVED';

/** Every reason is told. */
export type CouponUnusable = Problem & {
  __typename?: 'CouponUnusable';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Every reason, for example `spends_too_little`, `other_merchant`, `expired`, `used`, `does_not_stack`. */
  reasons: Array<Scalars['String']['output']>;
};

/** The coupons can be used for something else. */
export type CouponsReleased = {
  __typename?: 'CouponsReleased';
  /** The coupons. */
  couponIds: Array<Scalars['ID']['output']>;
  /** The reservation that was let go. */
  reservationId: Scalars['ID']['output'];
};

/** The coupons are set aside for a purchase. */
export type CouponsReserved = {
  __typename?: 'CouponsReserved';
  /** The coupons. */
  couponIds: Array<Scalars['ID']['output']>;
  /** What they take off at the till: the payment names it as the part of its source `coupon`. */
  given: Money;
  /** Names the reservation, to let it go. */
  reservationId: Scalars['ID']['output'];
  /** Until when. */
  reservedUntil: Scalars['Instant']['output'];
  /** What is left to pay from elsewhere. */
  toPay: Money;
};

/** Create a standing order. */
export type CreateStandingOrderInput = {
  /** What goes each time. */
  amount: MoneyInput;
  /** The last day on which an occurrence may fall; null for no end. */
  endsOn?: InputMaybe<Scalars['Date']['input']>;
  /** The day of the first occurrence, today at the earliest. */
  firstOn: Scalars['Date']['input'];
  /** A few words for the recipient, 140 characters at most. */
  note?: Scalars['String']['input'];
  /** The payment PIN. It is always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id. */
  requestId: Scalars['UUID']['input'];
  /** How it repeats. */
  rhythm: Rhythm;
  /** Who receives it. */
  to: RecipientInput;
};

/** The standing order, or why it was refused. */
export type CreateStandingOrderResult = AmountMalformed | AmountOutOfRange | EndsBeforeStart | IdReused | NoteTooLong | PinLocked | PinNotSet | PinRequired | PinWrong | RecipientNotFound | StandingOrder | StartsInThePast | TooManyStandingOrders | TransferToSelf | TransferTooLarge | UnknownCurrency;

/** How far a customer's word has been kept. */
export type CreditBand =
  /** The best. */
  | 'A'
  /** Good. */
  | 'B'
  /** Fair. */
  | 'C'
  /** Weak. */
  | 'D'
  /** The lowest. */
  | 'E';

/** Why a band changed. */
export type CreditBandCause =
  /** The consent was given or withdrawn. */
  | 'CONSENT'
  /** Something happened, or was voided. */
  | 'EVENTS'
  /** Another version of the rules counts. */
  | 'SCORECARD'
  /** Something is too long ago to count. */
  | 'TIME';

/** A band as it became. */
export type CreditBandChange = {
  __typename?: 'CreditBandChange';
  /** The band; null where none was known any more. */
  band?: Maybe<CreditBand>;
  /** Why it changed. */
  cause: CreditBandCause;
  /** When. */
  changedAt: Scalars['Instant']['output'];
  /** Counted from 1. */
  number: Scalars['Int']['output'];
  /** The one before; null where there was none. */
  previous?: Maybe<CreditBand>;
};

/** One page of a list, in its order. */
export type CreditBandChangeConnection = {
  __typename?: 'CreditBandChangeConnection';
  /** The rows, each with its cursor. */
  edges: Array<CreditBandChangeEdge>;
  /** The rows. */
  nodes: Array<CreditBandChange>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type CreditBandChangeEdge = {
  __typename?: 'CreditBandChangeEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: CreditBandChange;
};

/** The viewer's band changed, or a review was answered. */
export type CreditChange = {
  __typename?: 'CreditChange';
  /** The viewer's credit as it stands when this is told. */
  credit: CreditFile;
  /** Give it back as `since` to miss nothing after a lost connection. */
  cursor: Scalars['Cursor']['output'];
};

/** How much is known of a customer. Each in whole percent. */
export type CreditCoverage = {
  __typename?: 'CreditCoverage';
  /** From how many scenes it comes: 100 for five. */
  breadth: Scalars['Int']['output'];
  /** How much of what could be known is: a verified name, payments, returns, visits, and half a year of them. */
  completeness: Scalars['Int']['output'];
  /** How many events of the last year there are. */
  events: Scalars['Int']['output'];
  /** How new the newest of it is: 100 for the last week, 0 after half a year. */
  freshness: Scalars['Int']['output'];
};

/** What a band brings, by the policy that stands. */
export type CreditEntitlement = {
  __typename?: 'CreditEntitlement';
  /** The yearly rate of a loan, in percent. */
  annualRatePercent: Scalars['Decimal']['output'];
  /** The part of a deposit that is asked for, in percent. */
  depositPercent: Scalars['Decimal']['output'];
  /** The most that is lent without security. */
  limit: Money;
};

/** Something that happened. */
export type CreditEvent = {
  __typename?: 'CreditEvent';
  /** The event: a review can name it. */
  id: Scalars['ID']['output'];
  /** What happened. */
  kind: CreditEventKind;
  /** When. */
  occurredAt: Scalars['Instant']['output'];
  /** Where: wallet, branch, identity, or a scene's id. */
  scene: Scalars['String']['output'];
};

/** What can happen to a customer's word. */
export type CreditEventKind =
  /** What was overdue was paid after all. */
  | 'CURED'
  /** A dispute was lost. */
  | 'DISPUTE_LOST'
  /** Nobody came to a visit. */
  | 'MISSED_VISIT'
  /** Something was not paid in time. */
  | 'OVERDUE'
  /** Something was paid in time. */
  | 'PAID'
  /** Something was returned on time. */
  | 'RETURNED'
  /** Something was returned too late. */
  | 'RETURNED_LATE'
  /** The name was verified. */
  | 'VERIFIED'
  /** A visit was kept. */
  | 'VISITED';

/** A customer's credit. */
export type CreditFile = {
  __typename?: 'CreditFile';
  /** How much is known of the customer: told whether or not they consent to be scored. */
  coverage: CreditCoverage;
  /** Whose. */
  customerId: Scalars['ID']['output'];
  /** What the band brings, or what none does. */
  entitlement: CreditEntitlement;
  /** The bands as they became, newest first, at most 50 a page. */
  history: CreditBandChangeConnection;
  /** The last review by a person; null where none was asked for. */
  review?: Maybe<CreditReview>;
  /** Where the customer stands; null without a consent to be scored, or before anything happened. */
  standing?: Maybe<CreditStanding>;
};


/** A customer's credit. */
export type CreditFileHistoryArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** A line of credit. */
export type CreditLine = {
  __typename?: 'CreditLine';
  /** What may be drawn from it now. */
  available: Money;
  /** From when on nothing can be drawn. */
  expiresOn: Scalars['Date']['output'];
  /** The line. */
  id: Scalars['ID']['output'];
  /** Whether what is repaid can be drawn again. */
  isRevolving: Scalars['Boolean']['output'];
  /** What it is drawn into. */
  kind: LoanKind;
  /** The limit. */
  limit: Money;
  /** Since when there is the line. */
  openedAt: Scalars['Instant']['output'];
  /** The product, by the terms that it is lent by now. */
  product?: Maybe<LoanProduct>;
  /** The version of the product's terms that it keeps for life. */
  productVersion: Scalars['Int']['output'];
  /** The yearly rate in percent, simple. */
  ratePercent: Scalars['Decimal']['output'];
  /** Whether it can be drawn from. */
  state: LineState;
};

/** It is closed or expired, for good. */
export type CreditLineClosed = Problem & {
  __typename?: 'CreditLineClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Nothing can be drawn any more. */
export type CreditLineExpired = Problem & {
  __typename?: 'CreditLineExpired';
  /** Since when. */
  expiresOn: Scalars['Date']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Nothing can be drawn until it is lifted. */
export type CreditLineFrozen = Problem & {
  __typename?: 'CreditLineFrozen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** More than is left of it. */
export type CreditLineInsufficient = Problem & {
  __typename?: 'CreditLineInsufficient';
  /** What is left of it. */
  available?: Maybe<Money>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The viewer has no such line. */
export type CreditLineNotFound = Problem & {
  __typename?: 'CreditLineNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** There is one of a product at a time. */
export type CreditLineOpen = Problem & {
  __typename?: 'CreditLineOpen';
  /** The one that there is. */
  lineId: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a draw would cost today. */
export type CreditLineQuote = {
  __typename?: 'CreditLineQuote';
  /** The yearly rate with all costs in it, in percent. */
  aprPercent: Scalars['Decimal']['output'];
  /** The fee, due with the first instalment. */
  fee: Money;
  /** All interest. */
  interest: Money;
  /** How it would be repaid. */
  schedule: LoanSchedule;
  /** All that is to be repaid: a draw names it as what was shown. */
  total: Money;
};

/** What moved a band. */
export type CreditReason = {
  __typename?: 'CreditReason';
  /** What it counts. */
  code: CreditReasonCode;
  /** In English. */
  en: Scalars['String']['output'];
  /** How many events are behind it. */
  eventCount: Scalars['Int']['output'];
  /** The newest of them, at most ten. */
  events: Array<CreditEvent>;
  /** Whether it raised the band; else it lowered it. */
  raises: Scalars['Boolean']['output'];
  /** What was counted, in days where the code says so; null where there was nothing to count. */
  value?: Maybe<Scalars['Int']['output']>;
  /** In Chinese. */
  zh: Scalars['String']['output'];
};

/** What a reason counts, for the app to group by; the words are in the reason. */
export type CreditReasonCode =
  /** What was overdue and was paid after all, of a year. */
  | 'CURED'
  /** Disputes lost, of two years. */
  | 'DISPUTES_LOST'
  /** Days since the first event. */
  | 'HISTORY_DAYS'
  /** Visits missed, of a year. */
  | 'MISSED_VISITS'
  /** What was not paid in time, of a year. */
  | 'OVERDUE'
  /** Days since something was not paid in time. */
  | 'OVERDUE_SINCE_DAYS'
  /** Payments in time, of a year. */
  | 'PAID'
  /** Months of a year with a payment in time. */
  | 'PAID_MONTHS'
  /** Things returned on time, of a year. */
  | 'RETURNED'
  /** Things returned too late, of a year. */
  | 'RETURNED_LATE'
  /** Scenes in which a word was kept, of a year. */
  | 'SCENES'
  /** The verified name. */
  | 'VERIFIED'
  /** Visits kept, of a year. */
  | 'VISITED';

/** The customer asked that a person look. */
export type CreditReview = {
  __typename?: 'CreditReview';
  /** What the person answered. */
  answer?: Maybe<Scalars['String']['output']>;
  /** When. */
  askedAt: Scalars['Instant']['output'];
  /** When it was answered. */
  decidedAt?: Maybe<Scalars['Instant']['output']>;
  /** The id that the app made for it. */
  id: Scalars['ID']['output'];
  /** How it stands. */
  state: CreditReviewState;
  /** What the customer wrote. */
  words: Scalars['String']['output'];
};

/** The last request for a review has not been answered yet. */
export type CreditReviewOpen = Problem & {
  __typename?: 'CreditReviewOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a review by a person stands. */
export type CreditReviewState =
  /** The band is right. */
  | 'CONFIRMED'
  /** Something was wrong and counts no more. */
  | 'CORRECTED'
  /** Nobody has answered yet. */
  | 'OPEN';

/** Where a customer stands, and why. */
export type CreditStanding = {
  __typename?: 'CreditStanding';
  /** The band; null where too little is known. */
  band?: Maybe<CreditBand>;
  /** Whether something happened that is not counted yet: it is within a minute. */
  isStale: Scalars['Boolean']['output'];
  /** What moved it, the strongest first. */
  reasons: Array<CreditReason>;
  /** Since when the band is what it is. */
  since?: Maybe<Scalars['Instant']['output']>;
};

/** Two different currencies met where one was needed. */
export type CurrencyMismatch = Problem & {
  __typename?: 'CurrencyMismatch';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A customer, as they see themselves, and as staff see them after the look was written down. Others see a `Party`. */
export type Customer = {
  __typename?: 'Customer';
  /** Consents that stand, by purpose. */
  consents: Array<Consent>;
  /** Devices that were not removed, last seen first; 50 at most. */
  devices: Array<Device>;
  /** Whether a payment PIN was set. */
  hasPin: Scalars['Boolean']['output'];
  /** The customer. */
  id: Scalars['ID']['output'];
  /** What leads to the customer at sign-in, oldest first; 25 or so at most. */
  identities: Array<Identity>;
  /** What happened to identities, newest first; 50 at most. */
  identityChanges: Array<IdentityChange>;
  /** In which language the bank writes to the customer by itself. */
  language: Language;
  /** For example 110***********1234; null until the identity was verified. */
  maskedIdNumber?: Maybe<Scalars['String']['output']>;
  /** For example 张*; null until the identity was verified. */
  maskedName?: Maybe<Scalars['String']['output']>;
  /** For example 138****8000. */
  maskedPhone?: Maybe<Scalars['String']['output']>;
  /** When the customer signed up. */
  registeredAt: Scalars['Instant']['output'];
  /** Sign-ins that stand, most recently used first; 20 at most. */
  sessions: Array<Session>;
  /** How well the bank knows the customer. */
  tier: Tier;
};

/** Something about the customer changed. */
export type CustomerChange = {
  __typename?: 'CustomerChange';
  /** Give it back as `since` to miss nothing after a lost connection. */
  cursor: Scalars['Cursor']['output'];
  /** The customer, as they are when this is told. */
  customer?: Maybe<Customer>;
  /** What happened. */
  kind: CustomerChangeKind;
  /** Which session began or ended; null for what is not about one. */
  sessionId?: Maybe<Scalars['ID']['output']>;
};

/** What happened to a customer. */
export type CustomerChangeKind =
  /** A consent was given. */
  | 'CONSENT_GRANTED'
  /** A consent was withdrawn. */
  | 'CONSENT_WITHDRAWN'
  /** The customer's identity was verified. */
  | 'IDENTITY_VERIFIED'
  /** The payment PIN was set, changed or reset. */
  | 'PIN_CHANGED'
  /** A session ended. */
  | 'SESSION_REVOKED'
  /** Somebody signed in as the customer. */
  | 'SESSION_STARTED';

/** What part of a year a period is. */
export type DayCount =
  /** Days of 360. */
  | 'ACTUAL_360'
  /** Days of 364. */
  | 'ACTUAL_364'
  /** Days of 365. */
  | 'ACTUAL_365'
  /** Each day by the length of its year. */
  | 'ACTUAL_ACTUAL'
  /** A month is 30 days of 360. */
  | 'THIRTY_360';

/** Accept an exchange once the old units are back, or decline it. */
export type DecideMallExchangeInput = {
  /** The exchange. */
  exchangeId: Scalars['ID']['input'];
  /** Whether the old units are back and the new ones go out. */
  isAccepted: Scalars['Boolean']['input'];
  /** Whether the old units can be sold again. */
  isRestocked?: Scalars['Boolean']['input'];
  /** Why; the customer reads it. */
  reason?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How it ended, or why it still waits. */
export type DecideMallExchangeResult = AccountClosed | AccountFrozen | ExchangeEnded | ExchangeNotFound | IdReused | InsufficientFunds | MallExchange | MerchantClosed | NoteTooLong;

/** Decide on a promised transfer. */
export type DecideOnPromiseInput = {
  /** The promised transfer. */
  id: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** Decide on a standing order. */
export type DecideOnStandingOrderInput = {
  /** The standing order. */
  id: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The request, or why it was refused. */
export type DeclineMoneyRequestResult = IdReused | MoneyRequest | MoneyRequestEnded | MoneyRequestNotFound;

/** The transfer, or why it was refused. */
export type DeclineTransferResult = IdReused | PromiseEnded | PromiseNotFound | PromisedTransfer;

/** Where an order goes, and to whom: masked. */
export type DeliveryAddress = {
  __typename?: 'DeliveryAddress';
  /** The city. */
  city: Scalars['String']['output'];
  /** For whom. */
  name: Scalars['String']['output'];
  /** Their phone. */
  phone: Scalars['String']['output'];
  /** The province. */
  province: Scalars['String']['output'];
  /** Street and number. */
  street: Scalars['String']['output'];
};

/** Where an order goes. */
export type DeliveryAddressInput = {
  /** The city. */
  city: Scalars['String']['input'];
  /** For whom. */
  name: Scalars['String']['input'];
  /** Their phone. */
  phone: Scalars['String']['input'];
  /** The province. */
  province: Scalars['String']['input'];
  /** Street and number. */
  street: Scalars['String']['input'];
};

/** A part of the address is missing or too long. */
export type DeliveryMalformed = Problem & {
  __typename?: 'DeliveryMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** A phone, tablet or browser on which the customer signed in. */
export type Device = {
  __typename?: 'Device';
  /** Whether it has a key of its own that never leaves it. */
  boundToKey: Scalars['Boolean']['output'];
  /** First sign-in on it. */
  firstSeenAt: Scalars['Instant']['output'];
  /** Whether notifications go to it. */
  getsPush: Scalars['Boolean']['output'];
  /** The device. */
  id: Scalars['ID']['output'];
  /** Last sign-in on it. */
  lastSeenAt: Scalars['Instant']['output'];
  /** What it calls itself. */
  name: Scalars['String']['output'];
  /** For example "ios". */
  platform: Scalars['String']['output'];
};

/** What scanned. */
export type DeviceClass =
  /** A page. */
  | 'BROWSER'
  /** A mini-program. */
  | 'MINI_PROGRAM'
  /** Anything else. */
  | 'OTHER'
  /** A phone's app. */
  | 'PHONE'
  /** A tablet's app. */
  | 'TABLET';

/** The session is bound to a device key, and the request carried no proof of it. */
export type DeviceKeyNeeded = Problem & {
  __typename?: 'DeviceKeyNeeded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A device's name, platform, push service or push token is empty, too long, or not what it should be. */
export type DeviceMalformed = Problem & {
  __typename?: 'DeviceMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which of them, for example "platform". */
  what: Scalars['String']['output'];
};

/** The device was removed. */
export type DeviceRevoked = {
  __typename?: 'DeviceRevoked';
  /** The device. */
  deviceId: Scalars['ID']['output'];
  /** The sessions on it, which ended with it. */
  sessionIds: Array<Scalars['ID']['output']>;
};

/** No such device, not the viewer's, or removed before. The three are not told apart. */
export type DeviceUnknown = Problem & {
  __typename?: 'DeviceUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It was decided, carried out or withdrawn, or was not decided. */
export type DisputeEnded = Problem & {
  __typename?: 'DisputeEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it stands. */
  state: Scalars['String']['output'];
};

/** A part of what was told is missing, too long or too much. */
export type DisputeMalformed = Problem & {
  __typename?: 'DisputeMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part: "text", "media" or "count". */
  what: Scalars['String']['output'];
};

/** No such dispute, or not the caller's. */
export type DisputeNotFound = Problem & {
  __typename?: 'DisputeNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One dispute of an order at a time. */
export type DisputeOpen = Problem & {
  __typename?: 'DisputeOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Draw from a line into the wallet. */
export type DrawFromLineInput = {
  /** How much. */
  amount: MoneyInput;
  /** In how many instalments it is repaid. */
  instalments: Scalars['Int']['input'];
  /** The line. */
  lineId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the loan's id. */
  requestId: Scalars['UUID']['input'];
  /** All that is to be repaid, as it was shown. */
  total: MoneyInput;
};

/** The loan, or why it was refused. */
export type DrawFromLineResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | BorrowerUnfit | CountNotOffered | CreditLineClosed | CreditLineExpired | CreditLineFrozen | CreditLineInsufficient | CreditLineNotFound | CurrencyMismatch | IdReused | Loan | LoanCostsChanged | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency;

/** Draw in a game; with a card of stamps, redeem a full one. */
export type DrawInput = {
  /** A seed of the customer's own: 1 to 64 letters, digits, hyphens and underscores. */
  clientSeed: Scalars['String']['input'];
  /** The commitment that was shown. */
  commitment: Scalars['String']['input'];
  /** The game. */
  gameId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt: a repeat shows the same draw. */
  requestId: Scalars['UUID']['input'];
};

/** This person, device or household, or nobody, draws again now. */
export type DrawLimitReached = Problem & {
  __typename?: 'DrawLimitReached';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `total`, `day`, `person`, `person_day`, `device` or `household`. */
  scope: Scalars['String']['output'];
};

/** Whether what was drawn was given, and if not, why the consolation was. */
export type DrawOutcome =
  /** The budget did not hold it. */
  | 'BUDGET_SPENT'
  /** It was given. */
  | 'GIVEN'
  /** Such coupons are given no more. */
  | 'NOT_PAYABLE'
  /** As many as there are were given before. */
  | 'STOCK_USED_UP';

/** What it takes to compute a draw again: HMAC-SHA-256 under the seed over `clientSeed:nonce`, read as eight integers of four bytes, big end first; the first below 2^32 - (2^32 mod W), modulo W, where W sums up the weights. The prize is the first whose weight, added to those before it, is more. */
export type DrawProof = {
  __typename?: 'DrawProof';
  /** SHA-256 of the seed, as it was shown before the draw. */
  commitment: Scalars['String']['output'];
  /** The HMAC, in hexadecimal digits; null while the seed is in use. */
  digest?: Maybe<Scalars['String']['output']>;
  /** The draw. */
  draw: GameDraw;
  /** The game, with its prizes. */
  game: Game;
  /** Whether the house's own computation finds what was drawn and given; null while the seed is in use. */
  isFair?: Maybe<Scalars['Boolean']['output']>;
  /** The number that fell; null while the seed is in use. */
  number?: Maybe<Scalars['Int']['output']>;
  /** The seed, in hexadecimal digits; null while it is in use. */
  serverSeed?: Maybe<Scalars['String']['output']>;
};

/** The draw, or why it was refused. */
export type DrawResult = CampaignEnded | ClientSeedMalformed | CouponNotForYou | DrawLimitReached | GameDraw | GameNotFound | IdReused | PrizeWalletMissing | SeedChanged | StampsTooFew;

/** What is not waited for, or why it was refused. */
export type DropStockNoticeResult = IdReused | StockNoticeDropped;

/** What an early payment in part does. */
export type EarlyChoice =
  /** As many instalments as before, and lower ones. */
  | 'LOWER'
  /** Instalments as high as before, and fewer of them. */
  | 'SHORTER';

/** What a loan would be after an early payment in part. */
export type EarlyOption = {
  __typename?: 'EarlyOption';
  /** What each of them comes to. */
  instalment: Money;
  /** How many instalments are then to come. */
  instalments: Scalars['Int']['output'];
  /** When the last of them is due. */
  lastDueOn?: Maybe<Scalars['Date']['output']>;
  /** Interest that is saved. */
  saved: Money;
};

/** What is due and the interest so far come first. */
export type EarlyPaymentTooSmall = Problem & {
  __typename?: 'EarlyPaymentTooSmall';
  /** What has to be paid before anything reaches the principal. */
  least: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Both ways to pay an amount early, side by side. */
export type EarlyQuote = {
  __typename?: 'EarlyQuote';
  /** What is paid early. */
  amount: Money;
  /** Until when it holds. */
  expiresAt: Scalars['Instant']['output'];
  /** The fee for it, which is taken on top. */
  fee: Money;
  /** As many instalments, and lower ones. */
  lower: EarlyOption;
  /** Fewer instalments, as high as before. */
  shorter: EarlyOption;
};

/** End a promotion. */
export type EndMallPromotionInput = {
  /** The promotion. */
  promotionId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The promotion, or why it was refused. */
export type EndMallPromotionResult = IdReused | MallPromotion | PromotionNotFound;

/** Its last day lies before its first. */
export type EndsBeforeStart = Problem & {
  __typename?: 'EndsBeforeStart';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Let this session show payment codes. */
export type EnrolPaymentCodesInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** What the app needs for codes. */
export type EnrolPaymentCodesResult = IdReused | PaymentCodesEnrolled;

/** It was accepted, declined, withdrawn, or is too late. */
export type ExchangeEnded = Problem & {
  __typename?: 'ExchangeEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it stands. */
  state: Scalars['String']['output'];
};

/** No such exchange, or not the caller's. */
export type ExchangeNotFound = Problem & {
  __typename?: 'ExchangeNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What was shown is not what a unit of the other variant costs now. */
export type ExchangePriceChanged = Problem & {
  __typename?: 'ExchangePriceChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What a unit costs now. */
  price: Money;
};

/** A value, and how many products have it. */
export type FacetCount = {
  __typename?: 'FacetCount';
  /** How many have it. */
  products: Scalars['Int']['output'];
  /** The value. */
  value: Scalars['String']['output'];
};

/** Fill in a form before a visit. */
export type FillInFormInput = {
  /** The answers. */
  answers: Array<FormAnswerInput>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The service. */
  serviceId: Scalars['ID']['input'];
};

/** The form, or why it was refused. */
export type FillInFormResult = BranchServiceNotFound | FormMalformed | IdReused | Prefill | PrefillsTooMany;

/** How a product and its buyer's class fit. */
export type Fit =
  /** Not to be bought. */
  | 'BARRED'
  /** Above the class; the buyer confirmed it. */
  | 'MISMATCH'
  /** Within the class. */
  | 'SUITABLE';

/** Somebody's place in the queue of a flash sale. */
export type FlashPlace = {
  __typename?: 'FlashPlace';
  /** How many have their turn before. */
  ahead: Scalars['Int']['output'];
  /** When they joined. */
  joinedAt: Scalars['Instant']['output'];
  /** The order, once it is their turn; it is paid by its checkout, as any other is. Null if it cannot be read just now. */
  order?: Maybe<MallOrder>;
  /** Who joined first has place 1. */
  place: Scalars['Int']['output'];
  /** The sale. */
  saleId: Scalars['ID']['output'];
  /** How it stands. */
  state: FlashPlaceState;
};

/** The customer has a place in its queue, or had a turn. */
export type FlashPlaceHeld = Problem & {
  __typename?: 'FlashPlaceHeld';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How somebody in a queue stands. */
export type FlashPlaceState =
  /** The sale ended before. */
  | 'MISSED'
  /** There is an order, which waits for its money or was paid. */
  | 'TURN'
  /** Others come first. */
  | 'WAITING';

/** Units of a variant at a price of their own, one for each customer, first come first served. */
export type FlashSale = {
  __typename?: 'FlashSale';
  /** Until when one can join. */
  endsAt: Scalars['Instant']['output'];
  /** The sale. */
  id: Scalars['ID']['output'];
  /** The viewer's place in its queue; null for who has not joined. */
  mine?: Maybe<FlashPlace>;
  /** How long a turn waits for its money. */
  payMinutes: Scalars['Int']['output'];
  /** What the unit costs. */
  price: Money;
  /** Who sells; null if it cannot be read just now. */
  shop?: Maybe<MallShop>;
  /** When its queue opens. */
  startsAt: Scalars['Instant']['output'];
  /** How it stands. */
  state: FlashSaleState;
  /** How many there are. */
  units: Scalars['Int']['output'];
  /** How many units are not paid; null if that cannot be read just now. */
  unsoldUnits?: Maybe<Scalars['Int']['output']>;
  /** What is sold. */
  variantId: Scalars['ID']['output'];
  /** How many wait for their turn. */
  waiting: Scalars['Int']['output'];
};

/** The queue of a flash sale moved on, or the sale ended. */
export type FlashSaleChange = {
  __typename?: 'FlashSaleChange';
  /** Give it back as `since` to miss nothing after a lost connection. */
  cursor: Scalars['Cursor']['output'];
  /** The sale as it stands when this is told, with the viewer's place. */
  sale?: Maybe<FlashSale>;
};

/** A flash sale. */
export type FlashSaleInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The sale. */
  saleId: Scalars['ID']['input'];
};

/** The viewer is in the queue. */
export type FlashSaleJoined = {
  __typename?: 'FlashSaleJoined';
  /** When the viewer joined. */
  joinedAt: Scalars['Instant']['output'];
  /** The place; null if it cannot be read just now. */
  place?: Maybe<FlashPlace>;
  /** The sale. */
  saleId: Scalars['ID']['output'];
};

/** A part is not as a flash sale has it. */
export type FlashSaleMalformed = Problem & {
  __typename?: 'FlashSaleMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** Its queue is not open yet. */
export type FlashSaleNotBegun = Problem & {
  __typename?: 'FlashSaleNotBegun';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** When it opens. */
  startsAt: Scalars['Instant']['output'];
};

/** No such sale, or not the caller's to change. */
export type FlashSaleNotFound = Problem & {
  __typename?: 'FlashSaleNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Its time is over, or it was cancelled. */
export type FlashSaleOver = Problem & {
  __typename?: 'FlashSaleOver';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it stands. */
  state: Scalars['String']['output'];
};

/** The last unit is paid. */
export type FlashSaleSoldOut = Problem & {
  __typename?: 'FlashSaleSoldOut';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a flash sale stands. */
export type FlashSaleState =
  /** To come, or going on. */
  | 'ANNOUNCED'
  /** Called off. */
  | 'CANCELLED'
  /** Its time is over, and nobody waits. */
  | 'OVER'
  /** The last unit is paid. */
  | 'SOLD_OUT';

/** An answer to a field of a form. */
export type FormAnswerInput = {
  /** The field's name. */
  name: Scalars['String']['input'];
  /** What is said. */
  text: Scalars['String']['input'];
};

/** A field of the form that may be filled in before a visit. */
export type FormField = {
  __typename?: 'FormField';
  /** What may be chosen. */
  choices: Array<Scalars['String']['output']>;
  /** Whether it must be answered. */
  isRequired: Scalars['Boolean']['output'];
  /** What it holds. */
  kind: FormFieldKind;
  /** Its English label. */
  labelEn: Scalars['String']['output'];
  /** Its Chinese label. */
  labelZh: Scalars['String']['output'];
  /** The longest answer. */
  mostCharacters: Scalars['Int']['output'];
  /** What an answer names. */
  name: Scalars['String']['output'];
};

/** What a field of a form holds. */
export type FormFieldKind =
  /** One of the choices. */
  | 'CHOICE'
  /** A date, as 2026-11-30. */
  | 'DAY'
  /** A number, with or without decimals. */
  | 'NUMBER'
  /** One line of text. */
  | 'TEXT';

/** An answer is not what the form asks. */
export type FormMalformed = Problem & {
  __typename?: 'FormMalformed';
  /** The field's name. */
  field: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What is wrong. */
  reason: AnswerProblem;
};

/** A product that was found. */
export type FoundGoods = {
  __typename?: 'FoundGoods';
  /** The product; null if it cannot be read just now. */
  goods?: Maybe<Goods>;
  /** What its cheapest variant costs without promotions. */
  leastPrice: Money;
  /** What its dearest variant costs. */
  mostPrice: Money;
  /** Why it stands where it stands. */
  points: SearchPoints;
  /** Units sold in thirty days, as last counted. */
  soldUnits: Scalars['Int']['output'];
};

/** One page of a list, in its order. */
export type FoundGoodsConnection = {
  __typename?: 'FoundGoodsConnection';
  /** The rows, each with its cursor. */
  edges: Array<FoundGoodsEdge>;
  /** The rows. */
  nodes: Array<FoundGoods>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type FoundGoodsEdge = {
  __typename?: 'FoundGoodsEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: FoundGoods;
};

/** What a partner answered. */
export type FoundSlots = {
  __typename?: 'FoundSlots';
  /** Those that can be booked, for half an hour from the answer. */
  slots: Array<BookingSlot>;
  /** What it has slots of. */
  topics: Array<BookingTopic>;
};

/** The session's sign-in by code is too old for this. */
export type FreshSignInNeeded = Problem & {
  __typename?: 'FreshSignInNeeded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A customer's consent to be found by friends of a network who agreed too, and to find them. */
export type FriendConsent = {
  __typename?: 'FriendConsent';
  /** Since when. */
  agreedAt: Scalars['Instant']['output'];
  /** When it was withdrawn. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** The consent: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The account there. */
  linkId: Scalars['ID']['output'];
  /** Where it stands. */
  state: FriendConsentState;
};

/** No consent of that id, or it is somebody else's. */
export type FriendConsentNotFound = Problem & {
  __typename?: 'FriendConsentNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A consent stands for that account. */
export type FriendConsentStands = Problem & {
  __typename?: 'FriendConsentStands';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a consent to be found by friends stands. */
export type FriendConsentState =
  /** Friends who agreed too are shown, and are shown the customer. */
  | 'ACTIVE'
  /** Nobody is. */
  | 'WITHDRAWN';

/** A fund or term product. */
export type Fund = {
  __typename?: 'Fund';
  /** Its code of six digits. */
  code: Scalars['String']['output'];
  /** Its currency. */
  currency: Scalars['CurrencyCode']['output'];
  /** What customers think of it; null where nobody has said. */
  endorsed?: Maybe<FundEndorsement>;
  /** The least of a first order. */
  firstLeast: Money;
  /** The product. */
  id: Scalars['ID']['output'];
  /** What kind of product. */
  kind: FundKind;
  /** The least of a later one. */
  laterLeast: Money;
  /** Its last published value; null before the first. */
  latest?: Maybe<FundValue>;
  /** Since when it is sold. */
  madeAt: Scalars['Instant']['output'];
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** The most of one order. */
  orderMost: Money;
  /** How it has done. */
  performance: FundPerformance;
  /** How much one customer can redeem at once in a day; null where nothing can. */
  quickPerDay?: Maybe<Money>;
  /** How bold it is. */
  rating: RiskRating;
  /** Whether it is sold. */
  state: FundState;
  /** Fees of paying in, by amount. */
  subscription: Array<FundSubscriptionTier>;
  /** Its fees of redeeming, days and documents. */
  terms: FundTerms;
  /** The version of its terms that is sold: an order names it. */
  version: Scalars['Int']['output'];
};

/** It is suspended or closed. */
export type FundClosed = Problem & {
  __typename?: 'FundClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `suspended` or `closed`. */
  state: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type FundConnection = {
  __typename?: 'FundConnection';
  /** The rows, each with its cursor. */
  edges: Array<FundEdge>;
  /** The rows. */
  nodes: Array<Fund>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** What is to be read before buying. */
export type FundDocument = {
  __typename?: 'FundDocument';
  /** SHA-256 of the file, in hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Its English title. */
  titleEn: Scalars['String']['output'];
  /** Its Chinese title. */
  titleZh: Scalars['String']['output'];
  /** Where it is. */
  url: Scalars['String']['output'];
};

/** A row of a list with its cursor. */
export type FundEdge = {
  __typename?: 'FundEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Fund;
};

/** What customers think of a product. */
export type FundEndorsement = {
  __typename?: 'FundEndorsement';
  /** When that was so. */
  asOf: Scalars['Instant']['output'];
  /** Of how many. */
  raters: Scalars['Int']['output'];
  /** 0.00 to 5.00. */
  rating: Scalars['Decimal']['output'];
};

/** What a position has brought since its first share, what was redeemed included. */
export type FundGain = {
  __typename?: 'FundGain';
  /** Before fees. */
  gross: Money;
  /** The same as a part of what was paid for shares, without fees. */
  grossRate: Return;
  /** After fees. */
  net: Money;
  /** The same as a part of what was paid for shares, without fees. */
  netRate: Return;
};

/** A product that suits the viewer, and why. */
export type FundIdea = {
  __typename?: 'FundIdea';
  /** The product: never above the viewer's class. */
  fund: Fund;
  /** Why. */
  reason: FundIdeaReason;
  /** The reason in words. */
  words: Scalars['String']['output'];
};

/** Why a product is thought of: what speaks for it most. */
export type FundIdeaReason =
  /** It earns every day and can be redeemed at once. */
  | 'ALWAYS_AT_HAND'
  /** The viewer holds nothing of its kind. */
  | 'ANOTHER_KIND'
  /** Other customers think well of it. */
  | 'ENDORSED'
  /** What it did in a year. */
  | 'GREW_STEADILY'
  /** It is as bold as the viewer's class and time allow. */
  | 'SUITS_YOU';

/** What kind of product it is. */
export type FundKind =
  /** Bonds. */
  | 'BOND'
  /** Equities. */
  | 'EQUITY'
  /** Held until its term ends. */
  | 'FIXED_TERM'
  /** Follows an index. */
  | 'INDEX'
  /** Bonds and equities. */
  | 'MIXED'
  /** Worth 1.0000 a share; pays its income every day in shares. */
  | 'MONEY_MARKET';

/** Shares that were bought together, the oldest of which are redeemed first. */
export type FundLot = {
  __typename?: 'FundLot';
  /** When they were confirmed. */
  acquiredOn: Scalars['Date']['output'];
  /** What was paid for those that are left, fees included. */
  cost: Money;
  /** The fee that redeeming them would take today, in percent. */
  feePercent: Scalars['Decimal']['output'];
  /** For how many days they have been held. */
  heldDays: Scalars['Int']['output'];
  /** Shares that are left. */
  left: Scalars['Decimal']['output'];
  /** Shares that were bought. */
  shares: Scalars['Decimal']['output'];
  /** What they are worth above their cost. */
  unrealised: Money;
  /** The same as a part of the cost. */
  unrealisedRate: Return;
  /** What they are worth at the last value. */
  worth: Money;
};

/** No such product, or none for this. */
export type FundNotFound = Problem & {
  __typename?: 'FundNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** An order of the viewer. */
export type FundOrder = {
  __typename?: 'FundOrder';
  /** What a subscription pays; null for a redemption. */
  amount?: Maybe<Money>;
  /** When it is confirmed. */
  confirmOn: Scalars['Date']['output'];
  /** Until when it can be cancelled. */
  cutOffAt: Scalars['Instant']['output'];
  /** How many shares were bought, or redeemed; null before the price. */
  doneShares?: Maybe<Scalars['Decimal']['output']>;
  /** The fee; null before it is known. */
  fee?: Maybe<Money>;
  /** How the product and the buyer's class fitted; null for a redemption. */
  fit?: Maybe<Fit>;
  /** The product, by the terms that are sold now. */
  fund?: Maybe<Fund>;
  /** The order: the id that the app made. */
  id: Scalars['ID']['output'];
  /** What bought shares, or what a redemption pays, after the fee; null before. */
  net?: Maybe<Money>;
  /** When it was placed. */
  placedAt: Scalars['Instant']['output'];
  /** The regular plan that placed it; null for others. */
  planId?: Maybe<Scalars['ID']['output']>;
  /** Why it was rejected; null where it was not. */
  reason?: Maybe<Scalars['String']['output']>;
  /** When the money of a redemption is there. */
  settleOn: Scalars['Date']['output'];
  /** How many shares a redemption gives; null for a subscription. */
  shares?: Maybe<Scalars['Decimal']['output']>;
  /** What it does. */
  side: FundOrderSide;
  /** Where it stands. */
  state: FundOrderState;
  /** The day at whose value it is priced. */
  tradeDate: Scalars['Date']['output'];
  /** The value of a share that it was priced at; null before. */
  value?: Maybe<Scalars['Decimal']['output']>;
  /** The version of the product's terms that it was placed under. */
  version: Scalars['Int']['output'];
};

/** One page of a list, in its order. */
export type FundOrderConnection = {
  __typename?: 'FundOrderConnection';
  /** The rows, each with its cursor. */
  edges: Array<FundOrderEdge>;
  /** The rows. */
  nodes: Array<FundOrder>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type FundOrderEdge = {
  __typename?: 'FundOrderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: FundOrder;
};

/** The viewer has no such order. */
export type FundOrderNotFound = Problem & {
  __typename?: 'FundOrderNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What an order would bring if it were placed now and its day had the last value. It is promised to nobody. */
export type FundOrderQuote = {
  __typename?: 'FundOrderQuote';
  /** When it would be confirmed. */
  confirmOn: Scalars['Date']['output'];
  /** The fee. */
  fee: Money;
  /** How the product and the viewer's class fit; null without an assessment, and of a redemption. */
  fit?: Maybe<Fit>;
  /** The product, with the version of its terms that an order names. */
  fund: Fund;
  /** What is paid in, or what the shares are worth. */
  gross: Money;
  /** What of which lots, the oldest first; empty for a subscription and of a money-market product. */
  lots: Array<QuotedFundLot>;
  /** What buys shares, or what is paid out. */
  net: Money;
  /** When the money of a redemption would be there. */
  settleOn: Scalars['Date']['output'];
  /** Shares that would be bought at the last value, or that are redeemed. */
  shares: Scalars['Decimal']['output'];
  /** The day at whose value the order would be priced. */
  tradeDate: Scalars['Date']['output'];
  /** The last value of a share. */
  value: Scalars['Decimal']['output'];
  /** The day of that value. */
  valuedOn: Scalars['Date']['output'];
};

/** What an order does. */
export type FundOrderSide =
  /** Shares become money. */
  | 'REDEEM'
  /** Money becomes shares. */
  | 'SUBSCRIBE';

/** Where an order stands. */
export type FundOrderState =
  /** Its cut-off has passed. */
  | 'ACCEPTED'
  /** By the customer. */
  | 'CANCELLED'
  /** Shares and money are exchanged; the money of a redemption is on its way. */
  | 'CONFIRMED'
  /** It can be cancelled until its cut-off. */
  | 'PLACED'
  /** The value of its day is known. */
  | 'PRICED'
  /** By the fund. */
  | 'REJECTED'
  /** All is there. */
  | 'SETTLED';

/** Its cut-off has passed, or it has ended. */
export type FundOrderUncancellable = Problem & {
  __typename?: 'FundOrderUncancellable';
  /** Its cut-off. */
  cutOffAt: Scalars['Instant']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands. */
  state: Scalars['String']['output'];
};

/** How a product has done. It says nothing of how it will do. */
export type FundPerformance = {
  __typename?: 'FundPerformance';
  /** What a share did in a month, in percent; null where it had no value then. */
  month?: Maybe<Scalars['Decimal']['output']>;
  /** In three months. */
  quarter?: Maybe<Scalars['Decimal']['output']>;
  /** The yearly rate of its last seven days of income, in percent; null where one of them is missing. */
  sevenDays?: Maybe<Scalars['Decimal']['output']>;
  /** In a year. */
  year?: Maybe<Scalars['Decimal']['output']>;
};

/** A position of the viewer. */
export type FundPosition = {
  __typename?: 'FundPosition';
  /** What was paid for what is held, fees included. */
  cost: Money;
  /** The product. */
  fund: Fund;
  /** What it has brought, realised and not. */
  gain: FundGain;
  /** Daily income that was paid in shares. */
  income: Money;
  /** Its lots, the oldest first; money-market shares have none. */
  lots: Array<FundLot>;
  /** What redemptions have brought above their cost. */
  realised: Money;
  /** Shares held. */
  shares: Scalars['Decimal']['output'];
  /** What they are worth above their cost. */
  unrealised: Money;
  /** The last value of a share; null before the first. */
  value?: Maybe<Scalars['Decimal']['output']>;
  /** The day of that value. */
  valuedOn?: Maybe<Scalars['Date']['output']>;
  /** What they are worth at that value. */
  worth: Money;
};

/** The fee on shares that were held for at least so many days. */
export type FundRedemptionTier = {
  __typename?: 'FundRedemptionTier';
  /** From how many days on. */
  fromDays: Scalars['Int']['output'];
  /** The rate, in percent. */
  percent: Scalars['Decimal']['output'];
};

/** Whether it is sold. */
export type FundState =
  /** It is sold no more; what is held can be redeemed. */
  | 'CLOSED'
  /** It can be ordered. */
  | 'ON_SALE'
  /** Nothing new is ordered for now. */
  | 'SUSPENDED';

/** The fee of who pays in at least so much. */
export type FundSubscriptionTier = {
  __typename?: 'FundSubscriptionTier';
  /** A fee that is the same for every amount; null where the rate holds. */
  flat?: Maybe<Money>;
  /** From how much on. */
  least: Money;
  /** The rate, in percent. */
  percent: Scalars['Decimal']['output'];
};

/** The terms of a product's version. */
export type FundTerms = {
  __typename?: 'FundTerms';
  /** The code of the product that it is compared with; null where none is named. */
  benchmark?: Maybe<Scalars['String']['output']>;
  /** Trading days from the trade date to the confirmation. */
  confirmDays: Scalars['Int']['output'];
  /** What is to be read before buying. */
  documents: Array<FundDocument>;
  /** Fees of redeeming, by days held. */
  redemption: Array<FundRedemptionTier>;
  /** Trading days from the trade date to the money of a redemption. */
  settleDays: Scalars['Int']['output'];
  /** Calendar days of a fixed term; null for others. */
  termDays?: Maybe<Scalars['Int']['output']>;
};

/** Show the version that is sold now. */
export type FundTermsChanged = Problem & {
  __typename?: 'FundTermsChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The version that is sold now. */
  version: Scalars['Int']['output'];
};

/** What a share was worth on a day. */
export type FundValue = {
  __typename?: 'FundValue';
  /** The business day. */
  day: Scalars['Date']['output'];
  /** Money per 10,000 shares, with four decimals; null for what pays no daily income. */
  incomePer10k?: Maybe<Scalars['Decimal']['output']>;
  /** 0 for the first value of that day; more for a correction. */
  revision: Scalars['Int']['output'];
  /** The value of a share, with four decimals. */
  value: Scalars['Decimal']['output'];
};

/** A source does not give that part of this payment. Reserve coupons again. */
export type FundingChanged = Problem & {
  __typename?: 'FundingChanged';
  /** What it gives for this payment; null: nothing. */
  gives?: Maybe<Money>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which source, for example `coupon`. */
  source: Scalars['String']['output'];
};

/** A source of money, and how much of the whole it gives. */
export type FundingInput = {
  /** How much; null for the rest. */
  amount?: InputMaybe<MoneyInput>;
  /** The source: "wallet", "change", "points" (a point pays a fen), "coupon" (what was reserved), "instalments-6". */
  source: Scalars['String']['input'];
};

/** The parts of the sources do not make what is to be paid. */
export type FundingMismatch = Problem & {
  __typename?: 'FundingMismatch';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What is to be paid. */
  total: Money;
};

/** No source of money has that name, or it was named twice. */
export type FundingNotFound = Problem & {
  __typename?: 'FundingNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The name. */
  source: Scalars['String']['output'];
};

/** An instant game. It runs while its campaign does. Its terms never change. */
export type Game = {
  __typename?: 'Game';
  /** Whose budget it pays from. */
  campaign: Campaign;
  /** How the card fills; null where there is none. */
  card?: Maybe<StampTerms>;
  /** The place of the prize, from 0, that is given when what was drawn cannot be. */
  consolation: Scalars['Int']['output'];
  /** The game. */
  id: Scalars['ID']['output'];
  /** What the app shows. */
  kind: GameKind;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** The prizes, in the order that counts in a draw. */
  prizes: Array<Prize>;
};

/** What was drawn, and what was given. */
export type GameDraw = {
  __typename?: 'GameDraw';
  /** The amount that was given, if one was. */
  amount?: Maybe<Money>;
  /** The viewer's own seed. */
  clientSeed: Scalars['String']['output'];
  /** The coupon that was given, if one was. */
  coupon?: Maybe<Coupon>;
  /** The place of the prize that was drawn, from 0: anybody can compute it again. */
  drawn: Scalars['Int']['output'];
  /** When. */
  drawnAt: Scalars['Instant']['output'];
  /** The game; null if it cannot be read just now. */
  game?: Maybe<Game>;
  /** The game. */
  gameId: Scalars['ID']['output'];
  /** The place of the prize that was given. */
  given: Scalars['Int']['output'];
  /** The draw. */
  id: Scalars['ID']['output'];
  /** The how manieth draw of that seed, from 1. */
  nonce: Scalars['Int']['output'];
  /** Which one of its prize it was, or would have been; null where there is any number. */
  ordinal?: Maybe<Scalars['Int']['output']>;
  /** Whether what was drawn was given. */
  outcome: DrawOutcome;
  /** Which of the viewer's seeds it came from. */
  seedNumber: Scalars['Int']['output'];
};

/** One page of a list, in its order. */
export type GameDrawConnection = {
  __typename?: 'GameDrawConnection';
  /** The rows, each with its cursor. */
  edges: Array<GameDrawEdge>;
  /** The rows. */
  nodes: Array<GameDraw>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type GameDrawEdge = {
  __typename?: 'GameDrawEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: GameDraw;
};

/** What the app shows. The draw is the same. */
export type GameKind =
  /** A card to scratch. */
  | 'SCRATCH'
  /** A card to fill with stamps; a full one is a draw. */
  | 'STAMPS'
  /** A wheel to turn. */
  | 'WHEEL';

/** There is no such game. */
export type GameNotFound = Problem & {
  __typename?: 'GameNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What the viewer's next draw comes from. The commitment is the SHA-256 of a seed that the house has fixed; the draw names it, and brings a seed of the viewer's own. */
export type GameSeed = {
  __typename?: 'GameSeed';
  /** SHA-256 of the seed, in hexadecimal digits. */
  commitment: Scalars['String']['output'];
  /** The game. */
  gameId: Scalars['ID']['output'];
  /** The nonce of the next draw. */
  nextNonce: Scalars['Int']['output'];
  /** Which of the viewer's seeds of this game it is, from 1. */
  number: Scalars['Int']['output'];
};

/** A product. */
export type Goods = {
  __typename?: 'Goods';
  /** Its brand; empty for none. */
  brand: Scalars['String']['output'];
  /** The path of its category. */
  category: Scalars['String']['output'];
  /** What is to be known of it. */
  description: Scalars['String']['output'];
  /** The product. */
  id: Scalars['ID']['output'];
  /** What kind it is. */
  kind: GoodsKind;
  /** Pictures, the first one first. */
  media: Array<Scalars['String']['output']>;
  /** The promotions of its shop that stand now. */
  promotions: Array<MallPromotion>;
  /** From when on it is sold. */
  publishedFrom?: Maybe<Scalars['Instant']['output']>;
  /** Until when. */
  publishedUntil?: Maybe<Scalars['Instant']['output']>;
  /** What verified buyers think of it; null while nobody said. */
  rating?: Maybe<GoodsRating>;
  /** Who sells it; null if it cannot be read just now. */
  shop?: Maybe<MallShop>;
  /** Whether it is sold. */
  state: GoodsState;
  /** Its English title. */
  titleEn: Scalars['String']['output'];
  /** Its Chinese title. */
  titleZh: Scalars['String']['output'];
  /** Its variants, in the shop's order. */
  variants: Array<GoodsVariant>;
  /** Counts its changes. */
  version: Scalars['Int']['output'];
};

/** The product is no longer at the version that was changed. */
export type GoodsChanged = Problem & {
  __typename?: 'GoodsChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The version that stands. */
  version: Scalars['Int']['output'];
};

/** One page of a list, in its order. */
export type GoodsConnection = {
  __typename?: 'GoodsConnection';
  /** The rows, each with its cursor. */
  edges: Array<GoodsEdge>;
  /** The rows. */
  nodes: Array<Goods>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type GoodsEdge = {
  __typename?: 'GoodsEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Goods;
};

/** What was found, counted. */
export type GoodsFacets = {
  __typename?: 'GoodsFacets';
  /** Of each value of an attribute. */
  attributes: Array<AttributeFacetCount>;
  /** Of each brand, the most frequent first. */
  brands: Array<FacetCount>;
  /** Of each category, by its path. */
  categories: Array<FacetCount>;
  /** Whether that is all that fits; else it is those that are sought after most. */
  isComplete: Scalars['Boolean']['output'];
  /** Of each range of prices. */
  prices: Array<PriceFacetCount>;
  /** How many products were counted, 1000 at most. */
  products: Scalars['Int']['output'];
};

/** What a search is narrowed to. Several brands, or several values of one attribute, are alternatives. */
export type GoodsFilterInput = {
  /** Attributes, 20 at most. */
  attributes?: Array<AttributeFilterInput>;
  /** Brands, 20 at most. */
  brands?: Array<Scalars['String']['input']>;
  /** The path of a category, with what is below it. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** In which prices are; needed with a price. */
  currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** A kind of product. */
  kind?: InputMaybe<GoodsKind>;
  /** Products with a price of at least so much. */
  least?: InputMaybe<Scalars['Decimal']['input']>;
  /** Products with a price of at most so much. */
  most?: InputMaybe<Scalars['Decimal']['input']>;
  /** A shop. */
  shopId?: InputMaybe<Scalars['ID']['input']>;
};

/** A file of products that a shop sent in. */
export type GoodsImport = {
  __typename?: 'GoodsImport';
  /** When it last went on. */
  changedAt: Scalars['Instant']['output'];
  /** How many things are wrong. */
  errorCount: Scalars['Int']['output'];
  /** The first hundred things that are wrong, by line. */
  errors: Array<GoodsImportError>;
  /** The import. */
  id: Scalars['ID']['output'];
  /** The file's last line; 0 until it is checked. */
  lines: Scalars['Int']['output'];
  /** The last line that is imported. */
  linesDone: Scalars['Int']['output'];
  /** When it was sent in. */
  madeAt: Scalars['Instant']['output'];
  /** Products that are imported. */
  products: Scalars['Int']['output'];
  /** Whose products they are. */
  shopId: Scalars['ID']['output'];
  /** How far it is. */
  state: GoodsImportState;
};

/** One page of a list, in its order. */
export type GoodsImportConnection = {
  __typename?: 'GoodsImportConnection';
  /** The rows, each with its cursor. */
  edges: Array<GoodsImportEdge>;
  /** The rows. */
  nodes: Array<GoodsImport>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type GoodsImportEdge = {
  __typename?: 'GoodsImportEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: GoodsImport;
};

/** What is wrong with a file of products, and where. */
export type GoodsImportError = {
  __typename?: 'GoodsImportError';
  /** The column by its English name; empty for the line itself. */
  column: Scalars['String']['output'];
  /** The line of the file; the first is 1. */
  line: Scalars['Int']['output'];
  /** In words: "line 517: price is not a number". */
  message: Scalars['String']['output'];
  /** What is wrong, as a code. */
  reason: Scalars['String']['output'];
};

/** How far a file of products is. */
export type GoodsImportState =
  /** A line is wrong, and nothing was imported. */
  | 'BROKEN'
  /** All of it is imported. */
  | 'DONE'
  /** It was checked, and is being imported. */
  | 'IMPORTING'
  /** What was checked no longer held; the products before it are imported. */
  | 'STOPPED'
  /** It waits to be checked. */
  | 'WAITING';

/** What kind of product it is. */
export type GoodsKind =
  /** Delivered at once. */
  | 'DIGITAL'
  /** Sent, or picked up. */
  | 'GOODS'
  /** Booked for a time. */
  | 'SERVICE'
  /** Redeemed by code. */
  | 'VOUCHER';

/** A part is not as a product has it. */
export type GoodsMalformed = Problem & {
  __typename?: 'GoodsMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** No such product, or not the caller's. */
export type GoodsNotFound = Problem & {
  __typename?: 'GoodsNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What verified buyers think of a product. */
export type GoodsRating = {
  __typename?: 'GoodsRating';
  /** As of when. */
  asOf: Scalars['Instant']['output'];
  /** Of five stars, in hundredths: 4.80 is 480. */
  hundredths: Scalars['Int']['output'];
  /** How many buyers, each of whom had the product. */
  raters: Scalars['Int']['output'];
};

/** A search of the mall. */
export type GoodsSearch = {
  __typename?: 'GoodsSearch';
  /** What fits, counted by what it can be narrowed to. */
  facets: GoodsFacets;
  /** What fits, of the 1000 products that are sought after most. */
  found: FoundGoodsConnection;
};


/** A search of the mall. */
export type GoodsSearchFoundArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  order?: SearchOrder;
};

/** Whether it is sold. */
export type GoodsState =
  /** Seen by the shop alone. */
  | 'DRAFT'
  /** Sold within its time. */
  | 'PUBLISHED'
  /** Sold no more. */
  | 'WITHDRAWN';

/** One thing that can be put into a cart. */
export type GoodsVariant = {
  __typename?: 'GoodsVariant';
  /** What it is like. */
  attributes: Array<VariantAttribute>;
  /** How many can be promised now; for what is not stocked, 0. */
  freeUnits: Scalars['Int']['output'];
  /** The variant. */
  id: Scalars['ID']['output'];
  /** Whether it is still sold. */
  isSold: Scalars['Boolean']['output'];
  /** What it is said to cost elsewhere. */
  listPrice?: Maybe<Money>;
  /** What a unit costs without promotions. */
  price: Money;
  /** The shop's own number. */
  sku: Scalars['String']['output'];
};

/** A variant. */
export type GoodsVariantInput = {
  /** What it is like. */
  attributes?: Array<VariantAttributeInput>;
  /** What it is said to cost elsewhere. */
  listPrice?: InputMaybe<MoneyInput>;
  /** What a unit costs. */
  price: MoneyInput;
  /** Lower prices for some. */
  prices?: Array<AudiencePriceInput>;
  /** The shop's own number; a known one is changed. */
  sku: Scalars['String']['input'];
};

/** Grab a place in a red packet. */
export type GrabRedPacketInput = {
  /** Which packet. */
  packet: RedPacketPlaceInput;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The place, or why there is none. */
export type GrabRedPacketResult = IdReused | RedPacketEmpty | RedPacketExpired | RedPacketGrabbed | RedPacketNotFound;

/** Say yes to a purpose. */
export type GrantConsentInput = {
  /** credit_scoring, personal_offers, marketing_messages, location or credit_band_display. */
  purpose: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Version of the wording that the customer was shown, for example "2026-11". */
  version: Scalars['String']['input'];
};

/** The consent, or why there is none. */
export type GrantConsentResult = ConsentRecorded | IdReused | PurposeUnknown;

/** The money is set aside until the bank's staff have looked at it: see `heldTransfer`. It is not to be sent again. */
export type HeldForReview = Problem & {
  __typename?: 'HeldForReview';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The id that the app made for it. */
  transferId: Scalars['String']['output'];
  /** When the money is free again if nobody has decided. */
  until: Scalars['Instant']['output'];
};

/** A transfer, withdrawal or occurrence of a standing order of the viewer that was held for review. */
export type HeldTransfer = {
  __typename?: 'HeldTransfer';
  /** What is, or was, set aside. */
  amount: Money;
  /** Since when. */
  heldAt: Scalars['Instant']['output'];
  /** The id that the app made for it; the house's, of an occurrence. */
  id: Scalars['ID']['output'];
  /** What kind of act. */
  scene: RiskScene;
  /** How it stands. */
  state: ReviewState;
  /** When the money is free again if nobody has decided. */
  until: Scalars['Instant']['output'];
};

/** Have a slot kept. */
export type HoldSlotInput = {
  /** Made by the app and kept before its first attempt; it becomes the booking's id. */
  requestId: Scalars['UUID']['input'];
  /** The search that found it. */
  searchId: Scalars['ID']['input'];
  /** The slot. */
  slotId: Scalars['ID']['input'];
};

/** The booking, or why it was refused. */
export type HoldSlotResult = Booking | IdReused | LinkNotFound | SceneNotFound | SearchNotFound | SlotNotFound;

/** Not a resident ID number: its length, place, birth date or check digit is wrong. */
export type IdNumberInvalid = Problem & {
  __typename?: 'IdNumberInvalid';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Another customer was verified with this ID number. */
export type IdNumberTaken = Problem & {
  __typename?: 'IdNumberTaken';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The client-made id was used before, with other input or by somebody else. Make a new id. */
export type IdReused = Problem & {
  __typename?: 'IdReused';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Something that a customer is known by, and that leads to them at sign-in. */
export type Identity = {
  __typename?: 'Identity';
  /** The identity. */
  id: Scalars['ID']['output'];
  /** Which network or partner says so; empty for a phone. */
  issuer: Scalars['String']['output'];
  /** By what. */
  kind: IdentityKind;
  /** Since when. */
  linkedAt: Scalars['Instant']['output'];
  /** For example 138****8000; null for a customer who was erased. */
  maskedValue?: Maybe<Scalars['String']['output']>;
  /** What showed that it is the customer's. */
  proof: IdentityProof;
};

/** A line of the log of a customer's identities. */
export type IdentityChange = {
  __typename?: 'IdentityChange';
  /** What happened. */
  change: IdentityChangeKind;
  /** When. */
  changedAt: Scalars['Instant']['output'];
  /** Which identity. */
  identityId: Scalars['ID']['output'];
  /** Which network or partner. */
  issuer: Scalars['String']['output'];
  /** Of which kind the identity is. */
  kind: IdentityKind;
};

/** What happened to an identity. */
export type IdentityChangeKind =
  /** It was linked. */
  | 'LINKED'
  /** It came from a customer who was found to be the same person. */
  | 'MOVED_IN'
  /** It went to a customer who was found to be the same person. */
  | 'MOVED_OUT'
  /** It was unlinked. */
  | 'UNLINKED';

/** By what a customer is known. */
export type IdentityKind =
  /** An account of a network whose mini-programs the bank has. */
  | 'MINI_PROGRAM'
  /** A partner's word for one of its own customers. */
  | 'PARTNER'
  /** A phone number. It always remains. */
  | 'PHONE';

/** The identity is linked. */
export type IdentityLinked = {
  __typename?: 'IdentityLinked';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
  /** The identity. */
  identityId: Scalars['ID']['output'];
};

/** No such identity, not the viewer's, or unlinked before. The three are not told apart. */
export type IdentityNotFound = Problem & {
  __typename?: 'IdentityNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What showed that an identity is the customer's, the weakest first. */
export type IdentityProof =
  /** A one-time code was answered too. */
  | 'CODE'
  /** The payment PIN was given too. */
  | 'PIN'
  /** The word of the network or the partner alone. */
  | 'PROVIDER';

/** Another customer signs in with it. Whose it is, is not told. */
export type IdentityTaken = Problem & {
  __typename?: 'IdentityTaken';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The identity no longer leads to the customer. */
export type IdentityUnlinked = {
  __typename?: 'IdentityUnlinked';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
  /** The identity. */
  identityId: Scalars['ID']['output'];
};

/** The identity is verified. */
export type IdentityVerified = {
  __typename?: 'IdentityVerified';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
};

/** Below nothing, or more than anybody has. */
export type IncomeMalformed = Problem & {
  __typename?: 'IncomeMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where the viewer's money comes from and goes. */
export type Insight = {
  __typename?: 'Insight';
  /** The viewer's budgets. */
  budgets: Array<Budget>;
  /** Income and spending of a month ("2026-11"; this month by default). */
  monthInReview: MonthInReview;
  /** The statement searched by text, counterparty, amount and day, newest first, at most 50 a page. What just moved may come a moment later. */
  search: StatementLineConnection;
  /** Income and spending of every day (366 at most) or month (60 at most), zeros included, in one category or in all: the points of a chart. */
  series: Array<Sums>;
};


/** Where the viewer's money comes from and goes. */
export type InsightMonthInReviewArgs = {
  currency?: Scalars['CurrencyCode']['input'];
  month?: InputMaybe<Scalars['String']['input']>;
};


/** Where the viewer's money comes from and goes. */
export type InsightSearchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  where: StatementSearchInput;
};


/** Where the viewer's money comes from and goes. */
export type InsightSeriesArgs = {
  by?: Step;
  category?: InputMaybe<MovementCategory>;
  currency?: Scalars['CurrencyCode']['input'];
  fromDay: Scalars['String']['input'];
  toDay: Scalars['String']['input'];
};

/** One part of what is paid in instalments. */
export type Instalment = {
  __typename?: 'Instalment';
  /** How much. */
  amount: Money;
  /** The day on which it is collected. */
  dueOn: Scalars['Date']['output'];
  /** Why it was not collected on its day: a refusal's name, or the shop's code; null where nothing kept it. */
  heldBack?: Maybe<Scalars['String']['output']>;
  /** Which, from 1. */
  number: Scalars['Int']['output'];
  /** Where it stands. */
  state: InstalmentState;
};

/** It is paid, being collected, will not be collected, or is somebody else's. */
export type InstalmentNotDue = Problem & {
  __typename?: 'InstalmentNotDue';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Instalments that a shop offers for a purchase. */
export type InstalmentOffer = {
  __typename?: 'InstalmentOffer';
  /** The shop's name for it. */
  code: Scalars['String']['output'];
  /** What the shop asks for it on top of the price. */
  fee: Money;
  /** The first part, which is paid at once. */
  first: Money;
  /** Each of the others. */
  later: Money;
  /** How many months lie between two parts. */
  monthsApart: Scalars['Int']['output'];
  /** In how many parts. */
  partCount: Scalars['Int']['output'];
  /** What all parts come to. */
  total: Money;
};

/** The shop offers no such instalments for it. */
export type InstalmentOfferNotFound = Problem & {
  __typename?: 'InstalmentOfferNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a customer agreed to pay a shop in parts. */
export type InstalmentPlan = {
  __typename?: 'InstalmentPlan';
  /** When it was agreed to. */
  agreedAt: Scalars['Instant']['output'];
  /** When the last part was paid, or it ended otherwise. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** The plan: the id that the app made. */
  id: Scalars['ID']['output'];
  /** Its parts, the first first: they sum to the total. */
  parts: Array<Instalment>;
  /** What is paid: see `purchase`. */
  purchaseId: Scalars['ID']['output'];
  /** Where it stands. */
  state: InstalmentPlanState;
  /** What all parts come to. */
  total: Money;
};

/** Where a plan of instalments stands. */
export type InstalmentPlanState =
  /** Parts are collected on their days. */
  | 'ACTIVE'
  /** Every part is paid. */
  | 'COMPLETED'
  /** The shop has not taken the first part yet. */
  | 'OFFERED'
  /** The shop did not take the first part. */
  | 'REFUSED'
  /** Nothing more is collected. */
  | 'STOPPED';

/** Where one part stands. */
export type InstalmentState =
  /** The money is held; the shop has not said yet that it has it. */
  | 'COLLECTING'
  /** It will not be collected. */
  | 'DROPPED'
  /** It is collected on its day, or tried again each day after it. */
  | 'DUE'
  /** The shop has it. */
  | 'PAID';

/** Less is available than the movement needs. */
export type InsufficientFunds = Problem & {
  __typename?: 'InsufficientFunds';
  /** What can be spent now. */
  available: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What money is to be for. */
export type InvestmentGoal =
  /** Education. */
  | 'EDUCATION'
  /** Growth. */
  | 'GROWTH'
  /** A home. */
  | 'HOME'
  /** A reserve: never at risk. */
  | 'RESERVE'
  /** Retirement. */
  | 'RETIREMENT'
  /** A journey. */
  | 'TRAVEL';

/** How a goal could be reached. */
export type InvestmentIdea = {
  __typename?: 'InvestmentIdea';
  /** The boldest rating that class, time and goal allow. */
  boldest: RiskRating;
  /** What the money is for. */
  goal: InvestmentGoal;
  /** What is to be put aside each month, whatever it earns. */
  monthly: Money;
  /** In how many months. */
  months: Scalars['Int']['output'];
  /** Where it could go; the parts sum to the whole. Empty where no product takes so little. */
  parts: Array<InvestmentIdeaPart>;
};

/** What of a monthly amount goes into a product, and why. */
export type InvestmentIdeaPart = {
  __typename?: 'InvestmentIdeaPart';
  /** The product: never above the viewer's class, nor bolder than the time allows. */
  fund: Fund;
  /** How much each month: for `makePlan`. */
  monthly: Money;
  /** Why. */
  reason: FundIdeaReason;
  /** The reason in words. */
  words: Scalars['String']['output'];
};

/** What the viewer answered, and what came of it. */
export type InvestorAssessment = {
  __typename?: 'InvestorAssessment';
  /** When. */
  assessedAt: Scalars['Instant']['output'];
  /** The assessment. */
  id: Scalars['ID']['output'];
  /** The class that the answers gave. */
  investorClass: InvestorClass;
  /** Until when it counts. */
  validUntil: Scalars['Instant']['output'];
  /** Which version of the questionnaire was answered. */
  version: Scalars['Int']['output'];
};

/** What a customer can bear. */
export type InvestorClass =
  /** Cautious: R1. */
  | 'C1'
  /** No loss at all: nothing above R1, whatever is confirmed. */
  | 'C1_MINIMUM'
  /** Rather cautious: up to R2. */
  | 'C2'
  /** Balanced: up to R3. */
  | 'C3'
  /** Rather bold: up to R4. */
  | 'C4'
  /** Bold: everything. */
  | 'C5';

/** A question with its answers. */
export type InvestorQuestion = {
  __typename?: 'InvestorQuestion';
  /** In English. */
  en: Scalars['String']['output'];
  /** Its answers, numbered from 0. */
  options: Array<QuestionOption>;
  /** In Chinese. */
  zh: Scalars['String']['output'];
};

/** The questionnaire that is asked now. */
export type InvestorQuestionnaire = {
  __typename?: 'InvestorQuestionnaire';
  /** The questions, in order. */
  questions: Array<InvestorQuestion>;
  /** Its version: the answers name it. */
  version: Scalars['Int']['output'];
};

/** Something of an invoice that does not match. */
export type InvoiceMismatch = {
  __typename?: 'InvoiceMismatch';
  /** What there may be at most: pieces, or minor units of the currency. */
  expected?: Maybe<Scalars['Int']['output']>;
  /** What the invoice says: pieces, or minor units of the currency. */
  found?: Maybe<Scalars['Int']['output']>;
  /** The line, where it is of one. */
  line?: Maybe<Scalars['Int']['output']>;
  /** What. */
  reason: MismatchReason;
};

/** An invoice that a run has paid. */
export type InvoicePayment = {
  __typename?: 'InvoicePayment';
  /** How much. */
  amount: Money;
  /** The invoice. */
  invoiceId: Scalars['ID']['output'];
  /** The line, as the run has it. */
  line: Scalars['Int']['output'];
  /** The movement that paid it. */
  movementId: Scalars['ID']['output'];
};

/** Where an invoice stands. */
export type InvoiceState =
  /** It is not paid. */
  | 'OPEN'
  /** It is paid. */
  | 'PAID';

/** An invoice to be paid. */
export type InvoiceToPayInput = {
  /** What whoever makes the run saw. */
  amount: MoneyInput;
  /** The invoice's number. */
  invoice: Scalars['String']['input'];
};

/** Nothing of the run was paid: `faults` says for each line why it could not be. */
export type InvoicesNotPayable = Problem & {
  __typename?: 'InvoicesNotPayable';
  /** Why. */
  faults: Array<PaymentRunFault>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Join the queue of a flash sale, for one unit. */
export type JoinFlashSaleInput = {
  /** Where the unit is to go. */
  delivery: DeliveryAddressInput;
  /** Made by the app and kept before its first attempt. A repeat with the same id joins nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The sale. */
  saleId: Scalars['ID']['input'];
};

/** The place in the queue, or why there is none. */
export type JoinFlashSaleResult = DeliveryMalformed | FlashPlaceHeld | FlashSaleJoined | FlashSaleNotBegun | FlashSaleNotFound | FlashSaleOver | FlashSaleSoldOut | IdReused | VariantUnavailable;

/** It is final once shown. */
export type KeyShownAlready = Problem & {
  __typename?: 'KeyShownAlready';
  /** Which line. */
  line: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A pool got keys. */
export type KeysAdded = {
  __typename?: 'KeysAdded';
  /** How many. */
  added: Scalars['Int']['output'];
  /** How many units are on the shelf now. */
  onHandUnits: Scalars['Int']['output'];
  /** The variant. */
  variantId: Scalars['ID']['output'];
};

/** One of them is empty, too long, comes twice or is known. */
export type KeysMalformed = Problem & {
  __typename?: 'KeysMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which one, from 1 on; 0 where it is about all. */
  number: Scalars['Int']['output'];
  /** What is wrong: `count`, `text`, `twice` or `known`. */
  what: Scalars['String']['output'];
};

/** The keys of a line can be read now. */
export type KeysShown = {
  __typename?: 'KeysShown';
  /** Which line. */
  number: Scalars['Int']['output'];
  /** The parcel. */
  parcelId: Scalars['ID']['output'];
  /** When it was asked for. */
  shownAt: Scalars['Instant']['output'];
};

/** A language in which the bank writes. */
export type Language =
  /** English. */
  | 'EN'
  /** Chinese. */
  | 'ZH';

/** The language is set. */
export type LanguageSet = {
  __typename?: 'LanguageSet';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
};

/** The only owner would be gone. */
export type LastOwner = Problem & {
  __typename?: 'LastOwner';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The last way to sign in cannot be unlinked. */
export type LastWayToSignIn = Problem & {
  __typename?: 'LastWayToSignIn';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** More than a limit of the customer's tier leaves in its period. */
export type LimitExceeded = Problem & {
  __typename?: 'LimitExceeded';
  /** What is left of it. */
  left: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The limit. */
  most: Money;
  /** Which window, for example "day:2026-11-23" or "month:2026-11" (Asia/Shanghai). */
  period: Scalars['String']['output'];
};

/** What is to become of a line. */
export type LineChange =
  /** Lift what froze it. */
  | 'ACTIVE'
  /** It ends, for good. */
  | 'CLOSED'
  /** Nothing is drawn until it is lifted. */
  | 'FROZEN';

/** What an exchange brought is not exchanged again, and nothing for itself. */
export type LineNotExchangeable = Problem & {
  __typename?: 'LineNotExchangeable';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The viewer has no movement of that id, or it is not in the statement's index yet. */
export type LineNotFound = Problem & {
  __typename?: 'LineNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Whether a line can be drawn from. */
export type LineState =
  /** It can. */
  | 'ACTIVE'
  /** It has ended for good; what was drawn goes on. */
  | 'CLOSED'
  /** Its time is over; what was drawn goes on. */
  | 'EXPIRED'
  /** Not until it is lifted. */
  | 'FROZEN';

/** What a line of the product is. */
export type LineTerms = {
  __typename?: 'LineTerms';
  /** How long it can be drawn from. */
  days: Scalars['Int']['output'];
  /** Whether what is repaid can be drawn again. */
  revolving: Scalars['Boolean']['output'];
};

/** A customer's account at a partner. */
export type Link = {
  __typename?: 'Link';
  /** What the customer opens in a browser, once; null as soon as it was opened, and to everybody else. */
  address?: Maybe<Scalars['String']['output']>;
  /** When it ended. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** Until when it must be confirmed. */
  expiresAt: Scalars['Instant']['output'];
  /** When the partner last told what is new there. */
  heardAt?: Maybe<Scalars['Instant']['output']>;
  /** The link: the id that the app made. */
  id: Scalars['ID']['output'];
  /** Since when it stands, or stood. */
  linkedAt?: Maybe<Scalars['Instant']['output']>;
  /** Why it failed or was lost: the name of a check; null otherwise. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** When the customer began. */
  startedAt: Scalars['Instant']['output'];
  /** How far it has come. */
  state: LinkState;
};

/** Payments, instalments, refunds or bookings over this link have not ended. */
export type LinkBusy = Problem & {
  __typename?: 'LinkBusy';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How many. */
  openOrders: Scalars['Int']['output'];
};

/** Link what the ticket stands for to the customer who is signed in. */
export type LinkIdentityInput = {
  /** The payment PIN. Without a PIN the sign-in by code must be of the last ten minutes. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** From `signInWithMiniProgram`, on the same device. */
  ticket: Scalars['String']['input'];
};

/** The identity, or why it is not linked. */
export type LinkIdentityResult = FreshSignInNeeded | IdReused | IdentityLinked | IdentityTaken | PinLocked | PinNeeded | PinNotSet | PinWrong | TicketInvalid | TooManyIdentities;

/** No such link of the customer's, or it does not stand, or it took too long. */
export type LinkNotFound = Problem & {
  __typename?: 'LinkNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Link an account at a partner. */
export type LinkPartnerInput = {
  /** Made by the app and kept before its first attempt; it becomes the link's id. */
  requestId: Scalars['UUID']['input'];
  /** Which scene. */
  sceneId: Scalars['ID']['input'];
};

/** The link that began, or why it was refused. */
export type LinkPartnerResult = AlreadyLinked | IdReused | Link | SceneNotFound;

/** Not what the browser came back with. */
export type LinkProofWrong = Problem & {
  __typename?: 'LinkProofWrong';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How far linking an account at a partner has come. */
export type LinkState =
  /** The customer is at the partner. */
  | 'AWAY'
  /** It came to nothing. */
  | 'FAILED'
  /** The bank may speak for the customer there. */
  | 'LINKED'
  /** The partner ended it. */
  | 'LOST'
  /** The customer has yet to open `address`. */
  | 'STARTED'
  /** The partner agreed: `confirmLink` with the proof that the browser came back with is the last step. */
  | 'TO_CONFIRM'
  /** The customer ended it. */
  | 'UNLINKED';

/** A loan of the viewer. */
export type Loan = {
  __typename?: 'Loan';
  /** How late it is. */
  daysPastDue: Scalars['Int']['output'];
  /** The day through which this stands. */
  foldedThrough: Scalars['Date']['output'];
  /** The loan. */
  id: Scalars['ID']['output'];
  /** The line that it was drawn from; null for none. */
  lineId?: Maybe<Scalars['ID']['output']>;
  /** When the next instalment is due; null where none is. */
  nextDueOn?: Maybe<Scalars['Date']['output']>;
  /** Since when interest runs. */
  openedOn: Scalars['Date']['output'];
  /** What is owed in all, with the interest through `foldedThrough`. */
  owed: Money;
  /** The purchase that it paid; null for none. */
  paymentId?: Maybe<Scalars['ID']['output']>;
  /** What was lent. */
  principal: Money;
  /** What is owed of the principal. */
  principalOwed: Money;
  /** Its product. */
  productCode: Scalars['String']['output'];
  /** The version of the product's terms that it keeps for life. */
  productVersion: Scalars['Int']['output'];
  /** The yearly rate in percent, simple. */
  ratePercent: Scalars['Decimal']['output'];
  /** How it was agreed to be repaid. */
  schedule: LoanSchedule;
  /** Where it stands. */
  state: LoanStanding;
};

/** A loan as it stands today. */
export type LoanAccount = {
  __typename?: 'LoanAccount';
  /** How many days it is late, without pauses. */
  daysPastDue: Scalars['Int']['output'];
  /** What should have been paid by now. */
  dueNow: Money;
  /** The instalments of its life, in order. */
  instalments: Array<ServicedInstalment>;
  /** Whether what is due is taken out of the wallet. */
  isAutoDebit: Scalars['Boolean']['output'];
  /** Whether nothing becomes later for now. */
  isPaused: Scalars['Boolean']['output'];
  /** The loan, as it was agreed. */
  loan: Loan;
  /** When the next instalment is due; null where none is. */
  nextDueOn?: Maybe<Scalars['Date']['output']>;
  /** What is owed today. */
  owed: LoanParts;
  /** What ends it today; null where it has ended. */
  payOff?: Maybe<LoanPayOff>;
  /** What became of the last promise; null for none. */
  promiseState?: Maybe<LoanPromiseState>;
  /** By when something was promised; null for no promise. */
  promisedOn?: Maybe<Scalars['Date']['output']>;
  /** M0 where nothing is late, M1 to 30 days, M6 to 180, M7 more. */
  stage: Scalars['String']['output'];
  /** Where it stands. */
  state: LoanStanding;
};

/** Whether a payment goes through instalments or through parts. */
export type LoanAcross =
  /** An instalment is paid whole, part by part, before the next. */
  | 'HORIZONTAL'
  /** A part is paid over all instalments before the next part. */
  | 'VERTICAL';

/** An answer: a `choice` where the question has choices, else a `number`. */
export type LoanAnswerInput = {
  /** The code of one of its choices. */
  choice?: InputMaybe<Scalars['String']['input']>;
  /** A whole number, from 0 to 1,000,000. */
  number?: InputMaybe<Scalars['Int']['input']>;
  /** The question's code. */
  question: Scalars['ID']['input'];
};

/** Something that is not asked, was answered twice, or is not among the choices. */
export type LoanAnswersMalformed = Problem & {
  __typename?: 'LoanAnswersMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which. */
  questions: Array<Scalars['String']['output']>;
};

/** Every question is answered. */
export type LoanAnswersMissing = Problem & {
  __typename?: 'LoanAnswersMissing';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Those that were not answered. */
  questions: Array<Scalars['String']['output']>;
};

/** An application for a loan or a line. */
export type LoanApplication = {
  __typename?: 'LoanApplication';
  /** What was asked for. */
  amount: Money;
  /** When it was applied for. */
  appliedAt: Scalars['Instant']['output'];
  /** The yearly rate with all costs in it, in percent: to be shown before anything is signed. Null before it is priced. */
  aprPercent?: Maybe<Scalars['Decimal']['output']>;
  /** Where the contract is to be read, with the same token: a path of this server. Null before it is offered. */
  contractPath?: Maybe<Scalars['String']['output']>;
  /** SHA-256 of the contract: it is named by whoever signs. Null before it is offered. */
  contractSha256?: Maybe<Scalars['String']['output']>;
  /** The fee, due with the first instalment; null before it is priced. */
  fee?: Maybe<Money>;
  /** The application: the id that the app made. */
  id: Scalars['ID']['output'];
  /** In how many instalments. */
  instalments: Scalars['Int']['output'];
  /** Until when it can be signed; null before it is offered. */
  offeredUntil?: Maybe<Scalars['Instant']['output']>;
  /** The loan or line that came of it; null before. */
  openedId?: Maybe<Scalars['ID']['output']>;
  /** The product, by the terms that it is lent by now. */
  product?: Maybe<LoanProduct>;
  /** The version of the product's terms that it keeps. */
  productVersion: Scalars['Int']['output'];
  /** The yearly rate in percent, simple; null before it is priced. */
  ratePercent?: Maybe<Scalars['Decimal']['output']>;
  /** Why it was declined, referred or failed, the gravest first; empty otherwise. Questions follow `answers`. */
  reasons: Array<LoanWords>;
  /** How it would be repaid; null before it is priced. Of a line: as if all of it were drawn on that day. */
  schedule?: Maybe<LoanSchedule>;
  /** Where it stands. */
  state: LoanApplicationState;
  /** All that is to be repaid, to be shown before anything is signed; null before it is priced. */
  total?: Maybe<Money>;
};

/** One page of a list, in its order. */
export type LoanApplicationConnection = {
  __typename?: 'LoanApplicationConnection';
  /** The rows, each with its cursor. */
  edges: Array<LoanApplicationEdge>;
  /** The rows. */
  nodes: Array<LoanApplication>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type LoanApplicationEdge = {
  __typename?: 'LoanApplicationEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: LoanApplication;
};

/** Do something with an application. */
export type LoanApplicationInput = {
  /** The application. */
  applicationId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The viewer has no such application. */
export type LoanApplicationNotFound = Problem & {
  __typename?: 'LoanApplicationNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It is to be finished or cancelled first. */
export type LoanApplicationOpen = Problem & {
  __typename?: 'LoanApplicationOpen';
  /** The one that is under way. */
  applicationId: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where an application stands. */
export type LoanApplicationState =
  /** It is being priced. */
  | 'APPROVED'
  /** The applicant took it back. */
  | 'CANCELLED'
  /** It was declined; `reasons` say why. */
  | 'DECLINED'
  /** The money, or the line, is there. */
  | 'DISBURSED'
  /** The offer was not signed in time; it can be asked for again. */
  | 'EXPIRED'
  /** The money could not be paid out; nothing is owed. */
  | 'FAILED'
  /** The contract can be read and signed. */
  | 'OFFERED'
  /** Its contract is being written. */
  | 'PRICED'
  /** A member of staff looks at it. */
  | 'REFERRED'
  /** The money is on its way. */
  | 'SIGNED'
  /** It is being assessed. */
  | 'SUBMITTED';

/** What is done about what is due. */
export type LoanCollection = {
  __typename?: 'LoanCollection';
  /** Whether what is due is taken out of the wallet. */
  isAutoDebit: Scalars['Boolean']['output'];
  /** The loan. */
  loanId: Scalars['ID']['output'];
  /** What became of the last promise; null for none. */
  promiseState?: Maybe<LoanPromiseState>;
  /** By when something was promised; null for no promise. */
  promisedOn?: Maybe<Scalars['Date']['output']>;
};

/** One page of a list, in its order. */
export type LoanConnection = {
  __typename?: 'LoanConnection';
  /** The rows, each with its cursor. */
  edges: Array<LoanEdge>;
  /** The rows. */
  nodes: Array<Loan>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** What was shown is not what it would cost now. */
export type LoanCostsChanged = Problem & {
  __typename?: 'LoanCostsChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What it would cost in all now. */
  total?: Maybe<Money>;
};

/** When what is owed is due, seen from the day of a payment. */
export type LoanDue =
  /** It is due that day. */
  | 'DUE'
  /** It is due later. */
  | 'IN_ADVANCE'
  /** It was due before. */
  | 'PAST_DUE';

/** A row of a list with its cursor. */
export type LoanEdge = {
  __typename?: 'LoanEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Loan;
};

/** `state` says how: closed, withdrawn, written_off. */
export type LoanEnded = Problem & {
  __typename?: 'LoanEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it ended. */
  state: Scalars['String']['output'];
};

/** Where money goes that nothing is due for. */
export type LoanInAdvance =
  /** Off the principal: the loan is over sooner. */
  | 'LAST'
  /** To the next instalment. */
  | 'NEXT'
  /** Off the principal: the rest is spread anew. */
  | 'RE_AMORTISE';

/** One instalment. */
export type LoanInstalment = {
  __typename?: 'LoanInstalment';
  /** What is owed after it. */
  balance: Money;
  /** When its period begins. */
  begin: Scalars['Date']['output'];
  /** When it is due. */
  due: Scalars['Date']['output'];
  /** Both together. */
  instalment: Money;
  /** What it pays for what was owed. */
  interest: Money;
  /** From 1 on. */
  number: Scalars['Int']['output'];
  /** What it repays. */
  principal: Money;
};

/** What kind of loan a product is. */
export type LoanKind =
  /** The money goes into the wallet at once. */
  | 'CASH'
  /** A limit for purchases in instalments at merchants' tills. */
  | 'INSTALMENT'
  /** A limit that is drawn into the wallet. */
  | 'LINE';

/** The viewer has no such loan. */
export type LoanNotFound = Problem & {
  __typename?: 'LoanNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What was shown is not what is offered. */
export type LoanOfferChanged = Problem & {
  __typename?: 'LoanOfferChanged';
  /** The contract to show. */
  contractSha256: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It can be asked for again, and is priced anew then. */
export type LoanOfferExpired = Problem & {
  __typename?: 'LoanOfferExpired';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Until when it stood. */
  offeredUntil?: Maybe<Scalars['Instant']['output']>;
};

/** `state` says where the application stands. */
export type LoanOfferNotOpen = Problem & {
  __typename?: 'LoanOfferNotOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands. */
  state: Scalars['String']['output'];
};

/** What a debt consists of. */
export type LoanPart =
  /** What was charged. */
  | 'FEE'
  /** What is paid for it. */
  | 'INTEREST'
  /** What being late costs. */
  | 'PENALTY'
  /** What was lent. */
  | 'PRINCIPAL';

/** An amount of each part of a debt. */
export type LoanParts = {
  __typename?: 'LoanParts';
  /** Of the fees. */
  fee: Money;
  /** Of the interest. */
  interest: Money;
  /** Of the penalty. */
  penalty: Money;
  /** Of the principal. */
  principal: Money;
  /** All together. */
  total: Money;
};

/** What ends a loan today. */
export type LoanPayOff = {
  __typename?: 'LoanPayOff';
  /** Until when it holds. */
  expiresAt: Scalars['Instant']['output'];
  /** What of it is the fee for paying early. */
  fee: Money;
  /** The day: the payment names it. */
  quotedOn: Scalars['Date']['output'];
  /** Interest that was agreed and will not be owed. */
  saved: Money;
  /** All that is to be paid: the payment names it. */
  total: Money;
};

/** What customers of a band pay. */
export type LoanPrice = {
  __typename?: 'LoanPrice';
  /** The band, A to E. */
  band: Scalars['String']['output'];
  /** The yearly rate in percent, simple. */
  ratePercent: Scalars['Decimal']['output'];
};

/** A loan product. */
export type LoanProduct = {
  __typename?: 'LoanProduct';
  /** Its code. */
  code: Scalars['ID']['output'];
  /** Its currency. */
  currency: Scalars['CurrencyCode']['output'];
  /** What kind of loan. */
  kind: LoanKind;
  /** The least that is lent. */
  least: Money;
  /** Since when there is the product. */
  madeAt: Scalars['Instant']['output'];
  /** The most that is lent to anybody. */
  most: Money;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** Whether it is lent. */
  state: LoanProductState;
  /** Its terms. */
  terms: LoanProductTerms;
  /** The version of its terms that is lent by: an application names it. */
  version: Scalars['Int']['output'];
};

/** It is suspended or closed. */
export type LoanProductClosed = Problem & {
  __typename?: 'LoanProductClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `suspended` or `closed`. */
  state: Scalars['String']['output'];
};

/** No product has that code. */
export type LoanProductNotFound = Problem & {
  __typename?: 'LoanProductNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Whether a product is lent. */
export type LoanProductState =
  /** It is lent no more; what was lent goes on. */
  | 'CLOSED'
  /** It can be applied for. */
  | 'ON_SALE'
  /** Nothing new is lent for now. */
  | 'SUSPENDED';

/** The terms of a product's version. */
export type LoanProductTerms = {
  __typename?: 'LoanProductTerms';
  /** In how many days the money can be given back at no cost. */
  coolingOffDays: Scalars['Int']['output'];
  /** The numbers of instalments that can be chosen. */
  counts: Array<Scalars['Int']['output']>;
  /** What part of a year a period is. */
  dayCount: DayCount;
  /** How many units a period has. */
  every: Scalars['Int']['output'];
  /** What a line of it is; null for a cash loan. */
  line?: Maybe<LineTerms>;
  /** What each band pays; a band that is not here is not lent to. */
  prices: Array<LoanPrice>;
  /** How long an offer stands at most; none outlives its day. */
  quoteHours: Scalars['Int']['output'];
  /** In which manner it is repaid. */
  repayment: Repayment;
  /** How its loans are serviced: a loan keeps what it began with. */
  servicing: LoanServicingTerms;
  /** Plans that merchants pay for. */
  subsidies: Array<LoanSubsidy>;
  /** What a period is counted in. */
  unit: PeriodUnit;
  /** What is charged once, in millionths of what is lent. */
  upfrontPpm: Scalars['Int']['output'];
};

/** It was never told; both are told together. */
export type LoanProfileNeeded = Problem & {
  __typename?: 'LoanProfileNeeded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What became of a promise to pay. */
export type LoanPromiseState =
  /** Its day has passed. */
  | 'BROKEN'
  /** Nothing is due any more. */
  | 'KEPT'
  /** Its day has not passed. */
  | 'OPEN';

/** A question to an applicant. */
export type LoanQuestion = {
  __typename?: 'LoanQuestion';
  /** What can be answered; empty where a whole number is. */
  choices: Array<LoanWords>;
  /** Its code, and what it is called. */
  words: LoanWords;
};

/** All that an applicant is asked. */
export type LoanQuestionnaire = {
  __typename?: 'LoanQuestionnaire';
  /** Each is to be answered once. */
  questions: Array<LoanQuestion>;
  /** It is named with the answers: other questions have another version. */
  version: Scalars['Int']['output'];
};

/** Other questions are asked now: `version` names them. */
export type LoanQuestionsChanged = Problem & {
  __typename?: 'LoanQuestionsChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What is asked now. */
  version: Scalars['Int']['output'];
};

/** How a loan by those terms would be repaid. Nothing is promised. */
export type LoanSchedule = {
  __typename?: 'LoanSchedule';
  /** Due on the day of the disbursement. */
  downPayment: Money;
  /** All interest together. */
  interest: Money;
  /** The instalments, in order. */
  rows: Array<LoanInstalment>;
  /** All that is paid: principal, interest and down payment. */
  total: Money;
};

/** What was done, and how the loan then stands. */
export type LoanServiced = {
  __typename?: 'LoanServiced';
  /** How much. */
  amount: Money;
  /** The loan. */
  loanId: Scalars['ID']['output'];
  /** What is then owed in all. */
  owed: Money;
  /** The number of what was done: a payment is taken back by it. */
  sequence: Scalars['Int']['output'];
  /** Where the loan stands. */
  state: LoanStanding;
};

/** How a product's loans are serviced. */
export type LoanServicingTerms = {
  __typename?: 'LoanServicingTerms';
  /** Instalment by instalment, or part by part. */
  across: LoanAcross;
  /** What a payment pays first. */
  dues: Array<LoanDue>;
  /** What paying early costs, in millionths of the principal that is paid early. */
  earlyPpm: Scalars['Int']['output'];
  /** After how many days overdue the penalty begins. */
  graceDays: Scalars['Int']['output'];
  /** Where money goes that nothing is due for. */
  inAdvance: LoanInAdvance;
  /** Which part of a debt is paid first. */
  parts: Array<LoanPart>;
  /** The yearly rate in percent of the penalty on principal that is overdue. */
  penaltyRatePercent: Scalars['Decimal']['output'];
};

/** Where a loan stands. */
export type LoanStanding =
  /** Something is owed. */
  | 'ACTIVE'
  /** It was repaid. */
  | 'CLOSED'
  /** The money was given back within the cooling-off. */
  | 'WITHDRAWN'
  /** It is still owed, and no longer counted on. */
  | 'WRITTEN_OFF';

/** A plan that the merchant pays for. */
export type LoanSubsidy = {
  __typename?: 'LoanSubsidy';
  /** How many instalments. */
  count: Scalars['Int']['output'];
  /** What the merchant pays, in millionths of the price. */
  ppm: Scalars['Int']['output'];
};

/** Show the version that is lent by now. */
export type LoanTermsChanged = Problem & {
  __typename?: 'LoanTermsChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The version that is lent by now. */
  version: Scalars['Int']['output'];
};

/** The terms of a loan. */
export type LoanTermsInput = {
  /** The yearly rate in percent: "9.4822". */
  annualRatePercent: Scalars['Decimal']['input'];
  /** What is left for the last instalment. */
  balloon?: InputMaybe<MoneyInput>;
  /** How many instalments, 600 at most. */
  count: Scalars['Int']['input'];
  /** What part of a year a period is. */
  dayCount?: DayCount;
  /** How many pay no interest and leave it to the first one after them. */
  deferredRows?: Scalars['Int']['input'];
  /** When the money is paid out, if later than that. */
  disbursedOn?: InputMaybe<Scalars['Date']['input']>;
  /** What is paid at once, in percent, with at most four decimals. */
  downPaymentPercent?: InputMaybe<Scalars['Decimal']['input']>;
  /** How many units a period has. */
  every?: Scalars['Int']['input'];
  /** When the first instalment is due, if on another day than the rhythm says. */
  firstDueOn?: InputMaybe<Scalars['Date']['input']>;
  /** How many bear no interest. */
  freeRows?: Scalars['Int']['input'];
  /** How many instalments pay interest alone. */
  graceRows?: Scalars['Int']['input'];
  /** Instalments are rounded to whole multiples of so much. */
  multiple?: InputMaybe<MoneyInput>;
  /** How much. */
  principal: MoneyInput;
  /** In which manner it is repaid. */
  repayment?: Repayment;
  /** When the first period begins. */
  start: Scalars['Date']['input'];
  /** What a period is counted in. */
  unit?: PeriodUnit;
};

/** Why something about a loan was decided as it was, or a choice that can be made, with its words in both languages. */
export type LoanWords = {
  __typename?: 'LoanWords';
  /** For the app to group by, and to send as an answer. */
  code: Scalars['ID']['output'];
  /** In English. */
  en: Scalars['String']['output'];
  /** In Chinese. */
  zh: Scalars['String']['output'];
};

/** A promotion. */
export type MakeMallPromotionInput = {
  /** From when on. */
  beginsAt: Scalars['Instant']['input'];
  /** Whether it stacks with others that do. */
  combines?: Scalars['Boolean']['input'];
  /** Until when. */
  endsAt: Scalars['Instant']['input'];
  /** How many units are free, for `UNITS_FREE`. */
  freeUnits?: Scalars['Int']['input'];
  /** What it gives. */
  gift: PromotionGift;
  /** Paths of categories, or ids; none where it is of all. */
  ids?: Array<Scalars['String']['input']>;
  /** Once so much is spent. */
  least?: InputMaybe<MoneyInput>;
  /** Its English name. */
  nameEn: Scalars['String']['input'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['input'];
  /** Of how many. */
  ofUnits?: Scalars['Int']['input'];
  /** How much, for `AMOUNT_OFF`. */
  off?: InputMaybe<MoneyInput>;
  /** Hundredths of a percent, for `PERCENT_OFF`. */
  offBps?: Scalars['Int']['input'];
  /** Of those that stack, the highest comes first. */
  priority?: Scalars['Int']['input'];
  /** What it is of. */
  reach?: PromotionReach;
  /** Again for each further `least`. */
  repeats?: Scalars['Boolean']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Whose it is. */
  shopId: Scalars['ID']['input'];
};

/** The promotion, or why it was refused. */
export type MakeMallPromotionResult = AmountMalformed | IdReused | MallPromotion | PromotionMalformed | ShopClosed | ShopNotFound | UnknownCurrency;

/** So much into a product each period. */
export type MakePlanInput = {
  /** How much each time. */
  amount: MoneyInput;
  /** The day of the first occurrence. */
  firstOn: Scalars['Date']['input'];
  /** The product. */
  fundId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the plan's id. */
  requestId: Scalars['UUID']['input'];
  /** How it repeats. */
  rhythm: PlanRhythm;
};

/** The plan, or why it was refused. */
export type MakePlanResult = AmountMalformed | AmountOutOfRange | CalendarMissing | CurrencyMismatch | FundClosed | FundNotFound | IdReused | PinLocked | PinNotSet | PinRequired | PinWrong | PlanBeginsInThePast | RegularPlan | TooManyPlans | UnknownCurrency;

/** Make a code to be printed. */
export type MakeStaticCodeInput = {
  /** Where it stands, 40 characters at most. */
  label: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The shop it stands in. */
  shopId: Scalars['ID']['input'];
};

/** The code, or why it was refused. */
export type MakeStaticCodeResult = IdReused | MerchantNameMalformed | MerchantNotFound | StaticCodeMade;

/** The viewer's cart. */
export type MallCart = {
  __typename?: 'MallCart';
  /** What is in it, also what is not sold now. */
  lines: Array<CartLine>;
  /** What of it is sold now comes to. */
  quote: CartQuote;
};

/** A place in the catalogue. */
export type MallCategory = {
  __typename?: 'MallCategory';
  /** Its path. */
  code: Scalars['String']['output'];
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** Where it is shown among its siblings. */
  position: Scalars['Int']['output'];
};

/** A customer disputes an order. */
export type MallDispute = {
  __typename?: 'MallDispute';
  /** What the buyer asks. */
  asked: Money;
  /** What was decided, which may be nothing. */
  decided?: Maybe<Money>;
  /** Until when a decision can be reversed. */
  dueAt?: Maybe<Scalars['Instant']['output']>;
  /** Its log; null if it cannot be read just now. */
  entries?: Maybe<Array<MallDisputeEntry>>;
  /** The dispute. */
  id: Scalars['ID']['output'];
  /** When it was opened. */
  openedAt: Scalars['Instant']['output'];
  /** The order. */
  orderId: Scalars['ID']['output'];
  /** What went back when it was carried out. */
  refunded: Money;
  /** The shop. */
  shopId: Scalars['ID']['output'];
  /** How it stands. */
  state: MallDisputeState;
};

/** A line of a dispute's log. Nothing in it is changed or removed. */
export type MallDisputeEntry = {
  __typename?: 'MallDisputeEntry';
  /** How much was asked, decided, or carried out. */
  amount?: Maybe<Money>;
  /** When. */
  at: Scalars['Instant']['output'];
  /** Who: "buyer", "shop", "staff" or "house". */
  byRole: Scalars['String']['output'];
  /** What happened. */
  event: MallDisputeEvent;
  /** What was shown. */
  media: Array<Scalars['String']['output']>;
  /** Which line, from 1 on. */
  number: Scalars['Int']['output'];
  /** What was said. */
  text: Scalars['String']['output'];
};

/** What happened in a dispute. */
export type MallDisputeEvent =
  /** The buyer said or showed more. */
  | 'ADDED'
  /** The shop said or showed something. */
  | 'ANSWERED'
  /** The decision was carried out. */
  | 'CARRIED_OUT'
  /** Staff decided it. */
  | 'DECIDED'
  /** The buyer opened it. */
  | 'OPENED'
  /** Staff took the decision back. */
  | 'REVERSED'
  /** The buyer withdrew it. */
  | 'WITHDRAWN';

/** A dispute. */
export type MallDisputeInput = {
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How a dispute stands. */
export type MallDisputeState =
  /** It waits for a decision. */
  | 'ANSWERED'
  /** It was carried out. */
  | 'CLOSED'
  /** Decided: until `dueAt` it can be reversed, then it is carried out. */
  | 'DECIDED'
  /** The shop has not answered. */
  | 'OPEN'
  /** The buyer withdrew it. */
  | 'WITHDRAWN';

/** Units of a line that are to be exchanged for another variant. */
export type MallExchange = {
  __typename?: 'MallExchange';
  /** What was paid for the difference. */
  added: Money;
  /** When it was asked for. */
  askedAt: Scalars['Instant']['output'];
  /** When it ended. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** What is given back for the difference, when it is accepted. */
  givenBack: Money;
  /** The exchange. */
  id: Scalars['ID']['output'];
  /** Which line. */
  number: Scalars['Int']['output'];
  /** The order. */
  orderId: Scalars['ID']['output'];
  /** The payment of the difference. */
  paymentId?: Maybe<Scalars['ID']['output']>;
  /** What the shop says. */
  reason: Scalars['String']['output'];
  /** How it stands. */
  state: MallExchangeState;
  /** How many units. */
  units: Scalars['Int']['output'];
  /** Until when the shop can have the old units back. */
  until: Scalars['Instant']['output'];
  /** For what. */
  variantId: Scalars['ID']['output'];
};

/** An exchange. */
export type MallExchangeInput = {
  /** The exchange. */
  exchangeId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How an exchange stands. */
export type MallExchangeState =
  /** The new units stand on a line of their own. */
  | 'ACCEPTED'
  /** The shop waits for the old units. */
  | 'ASKED'
  /** The shop declined it: all is as it was. */
  | 'DECLINED'
  /** The old units never came: all is as it was. */
  | 'EXPIRED'
  /** The buyer withdrew it: all is as it was. */
  | 'WITHDRAWN';

/** A key of a line. */
export type MallKey = {
  __typename?: 'MallKey';
  /** Which line. */
  lineNumber: Scalars['Int']['output'];
  /** The key, once it was shown. */
  text?: Maybe<Scalars['String']['output']>;
};

/** What a customer ordered of one shop. */
export type MallOrder = {
  __typename?: 'MallOrder';
  /** What was paid later, for what it was exchanged for. */
  added: Money;
  /** What it was placed with: one order for each shop. */
  checkoutId: Scalars['ID']['output'];
  /** Where it goes; null if it cannot be read just now. */
  delivery?: Maybe<DeliveryAddress>;
  /** What it was cheaper by. */
  discount: Money;
  /** How it was disputed; null if it cannot be read just now. */
  disputes?: Maybe<Array<MallDispute>>;
  /** When it counts as delivered, once it is shipped. */
  dueAt?: Maybe<Scalars['Instant']['output']>;
  /** What of it was to be exchanged; null if it cannot be read just now. */
  exchanges?: Maybe<Array<MallExchange>>;
  /** Until when it waits for its money. */
  expiresAt: Scalars['Instant']['output'];
  /** What its lines cost without promotions. */
  goods: Money;
  /** The order. */
  id: Scalars['ID']['output'];
  /** Its lines. */
  lines: Array<MallOrderLine>;
  /** Its parcels, oldest first; null if they cannot be read just now. */
  parcels?: Maybe<Array<MallParcel>>;
  /** The payment, once it is paid. */
  paymentId?: Maybe<Scalars['ID']['output']>;
  /** When it was placed. */
  placedAt: Scalars['Instant']['output'];
  /** The promotions that made it cheaper. */
  promotionIds: Array<Scalars['ID']['output']>;
  /** What went back. */
  refunded: Money;
  /** Who sold it; null if it cannot be read just now. */
  shop?: Maybe<MallShop>;
  /** How it stands. */
  state: MallOrderState;
  /** What is paid. */
  total: Money;
};

/** One page of a list, in its order. */
export type MallOrderConnection = {
  __typename?: 'MallOrderConnection';
  /** The rows, each with its cursor. */
  edges: Array<MallOrderEdge>;
  /** The rows. */
  nodes: Array<MallOrder>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type MallOrderEdge = {
  __typename?: 'MallOrderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: MallOrder;
};

/** It was paid, shipped, cancelled or refunded, or its time is over. */
export type MallOrderEnded = Problem & {
  __typename?: 'MallOrderEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it stands. */
  state: Scalars['String']['output'];
};

/** An order. */
export type MallOrderInput = {
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** A line as it was ordered. */
export type MallOrderLine = {
  __typename?: 'MallOrderLine';
  /** What it is like. */
  attributes: Array<VariantAttribute>;
  /** The line whose units were exchanged for these. */
  cameOf?: Maybe<Scalars['Int']['output']>;
  /** What the line was cheaper by. */
  discount: Money;
  /** How many were exchanged, or are on their way to be. */
  exchangedUnits: Scalars['Int']['output'];
  /** Which line, from 1 on. */
  number: Scalars['Int']['output'];
  /** What a unit cost. */
  price: Money;
  /** The product. */
  productId: Scalars['ID']['output'];
  /** What went back of it. */
  refunded: Money;
  /** How many came back. */
  returnedUnits: Scalars['Int']['output'];
  /** Its English title then. */
  titleEn: Scalars['String']['output'];
  /** Its Chinese title then. */
  titleZh: Scalars['String']['output'];
  /** What the line cost. */
  total: Money;
  /** How many. */
  units: Scalars['Int']['output'];
  /** What was ordered. */
  variantId: Scalars['ID']['output'];
};

/** A line of an order. */
export type MallOrderLineChoiceInput = {
  /** Which line. */
  number: Scalars['Int']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** So many units of a variant. */
export type MallOrderLineInput = {
  /** How many, 999 at most. */
  units: Scalars['Int']['input'];
  /** What. */
  variantId: Scalars['ID']['input'];
};

/** No such order, or not the caller's. */
export type MallOrderNotFound = Problem & {
  __typename?: 'MallOrderNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How an order stands now. */
export type MallOrderStanding = {
  __typename?: 'MallOrderStanding';
  /** The order. */
  orderId: Scalars['ID']['output'];
  /** What went back of it. */
  refunded: Money;
  /** How it stands. */
  state: MallOrderState;
};

/** How an order stands. */
export type MallOrderState =
  /** Cancelled before it was paid. */
  | 'CANCELLED'
  /** It arrived. */
  | 'DELIVERED'
  /** It was not paid in time. */
  | 'EXPIRED'
  /** Paid, and not on its way. */
  | 'PAID'
  /** A part of it is on its way. */
  | 'PART_SHIPPED'
  /** Reserved, and waits for its money. */
  | 'PLACED'
  /** All of it came back. */
  | 'REFUNDED'
  /** On its way. */
  | 'SHIPPED';

/** Units of an order that go together. */
export type MallParcel = {
  __typename?: 'MallParcel';
  /** Where it waits. */
  branchId?: Maybe<Scalars['ID']['output']>;
  /** Who carries it; empty for the shop's own people. */
  carrier: Scalars['String']['output'];
  /** When it counts as arrived. */
  dueAt?: Maybe<Scalars['Instant']['output']>;
  /** The parcel. */
  id: Scalars['ID']['output'];
  /** Its keys, for whoever bought them alone. */
  keys?: Maybe<Array<MallKey>>;
  /** How it reaches the customer. */
  kind: ParcelKind;
  /** When it was sent, or made ready. */
  madeAt: Scalars['Instant']['output'];
  /** Its order. */
  orderId: Scalars['ID']['output'];
  /** What its customer shows at the branch, as text or QR code; null for others, and once it was redeemed. */
  pickUpCode?: Maybe<Scalars['String']['output']>;
  /** The time that was booked. */
  slot?: Maybe<ServiceSlot>;
  /** How it stands. */
  state: ParcelState;
  /** Since when it stands so. */
  stateAt: Scalars['Instant']['output'];
  /** The carrier's number. */
  trackingNumber: Scalars['String']['output'];
  /** What is in it. */
  units: Array<ParcelUnits>;
  /** What its carrier told, in the order in which it happened. */
  words?: Maybe<Array<ParcelWord>>;
};

/** A parcel. */
export type MallParcelInput = {
  /** The parcel. */
  parcelId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How a parcel stands now. */
export type MallParcelStanding = {
  __typename?: 'MallParcelStanding';
  /** Its order. */
  orderId: Scalars['ID']['output'];
  /** The parcel; null if it cannot be read just now. */
  parcel?: Maybe<MallParcel>;
  /** The parcel. */
  parcelId: Scalars['ID']['output'];
  /** How it stands. */
  state: ParcelState;
};

/** What makes a cart cheaper for a time. */
export type MallPromotion = {
  __typename?: 'MallPromotion';
  /** From when on. */
  beginsAt: Scalars['Instant']['output'];
  /** Whether it stacks with others that do. */
  combines: Scalars['Boolean']['output'];
  /** Until when. */
  endsAt: Scalars['Instant']['output'];
  /** What it gives: `percent_off`, `units_free` or `amount_off`. */
  gift: Scalars['String']['output'];
  /** The promotion. */
  id: Scalars['ID']['output'];
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** What it is of: `all`, `categories`, `products` or `variants`. */
  reach: Scalars['String']['output'];
  /** `active` or `ended`. */
  state: Scalars['String']['output'];
};

/** A shop of the mall. */
export type MallShop = {
  __typename?: 'MallShop';
  /** The company behind it. */
  companyName: Scalars['String']['output'];
  /** Days after which what was shipped counts as delivered. */
  confirmDays: Scalars['Int']['output'];
  /** The company's unified social credit code. */
  creditCode: Scalars['String']['output'];
  /** The currency of its prices. */
  currency: Scalars['CurrencyCode']['output'];
  /** The shop: that of the merchant's till. */
  id: Scalars['ID']['output'];
  /** When it last asked to sell in the mall. */
  madeAt: Scalars['Instant']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Why staff decided so; empty where they said nothing. */
  reason: Scalars['String']['output'];
  /** How it stands. */
  state: MallShopState;
};

/** How a shop of the mall stands. */
export type MallShopState =
  /** It sells no more for now. */
  | 'CLOSED'
  /** Staff declined; it may ask again. */
  | 'DECLINED'
  /** It sells. */
  | 'OPEN'
  /** Staff have not decided. */
  | 'PENDING';

/** A point on the map. */
export type MapPoint = {
  __typename?: 'MapPoint';
  /** In millionths of a degree, north positive. */
  latitude: Scalars['Int']['output'];
  /** In millionths of a degree, east positive. */
  longitude: Scalars['Int']['output'];
};

/** A point on the map. */
export type MapPointInput = {
  /** In millionths of a degree, north positive. */
  latitude: Scalars['Int']['input'];
  /** In millionths of a degree, east positive. */
  longitude: Scalars['Int']['input'];
};

/** What a member of a shop has. */
export type MemberBenefit = {
  __typename?: 'MemberBenefit';
  /** The shop's name for it. */
  code: Scalars['String']['output'];
  /** What it is, in the shop's words. */
  title: Scalars['String']['output'];
  /** The last day on which it can be used; null where it has none. */
  until?: Maybe<Scalars['Date']['output']>;
};

/** A customer's membership at a shop, as the shop last told of it. */
export type Membership = {
  __typename?: 'Membership';
  /** What the member has. */
  benefits: Array<MemberBenefit>;
  /** When the shop last changed it. */
  changedAt: Scalars['Instant']['output'];
  /** The level, in the shop's words. */
  level: Scalars['String']['output'];
  /** The member's number. */
  number: Scalars['String']['output'];
};

/** A merchant, as everybody sees it. */
export type Merchant = {
  __typename?: 'Merchant';
  /** What it sells: ISO 18245, four digits. */
  category: Scalars['String']['output'];
  /** The city it is in. */
  city: Scalars['String']['output'];
  /** The currency it is paid in. */
  currency: Scalars['CurrencyCode']['output'];
  /** The merchant. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Whether it takes tips. */
  takesTips: Scalars['Boolean']['output'];
};

/** The merchant is closed and holds nothing that could be given back. */
export type MerchantClosed = Problem & {
  __typename?: 'MerchantClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Staff are closing the merchant, or have closed it. */
export type MerchantClosing = Problem & {
  __typename?: 'MerchantClosing';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A merchant, as one who acts for it sees it. */
export type MerchantDesk = {
  __typename?: 'MerchantDesk';
  /** What of its balance can be paid out. */
  available: Money;
  /** What it was settled. */
  balance: Money;
  /** Its printed codes, oldest first. */
  codes: Array<StaticCode>;
  /** What it was paid and was not settled yet. */
  collected: Money;
  /** The merchant. */
  merchant: Merchant;
  /** Its orders, newest first. */
  orders: MerchantOrderConnection;
  /** Its pay-outs, newest first. */
  payOuts: MerchantPayOutConnection;
  /** What the viewer may do. */
  role: MerchantRole;
  /** Its settlements, newest first. */
  settlements: SettlementConnection;
  /** Its shops, oldest first. */
  shops: Array<Shop>;
  /** Who acts for it, first come first. */
  staff: Array<MerchantStaff>;
  /** Whether it is open. */
  state: MerchantState;
  /** Its parts of payments, those of the newest day first. */
  takings: TakingConnection;
};


/** A merchant, as one who acts for it sees it. */
export type MerchantDeskOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


/** A merchant, as one who acts for it sees it. */
export type MerchantDeskPayOutsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


/** A merchant, as one who acts for it sees it. */
export type MerchantDeskSettlementsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


/** A merchant, as one who acts for it sees it. */
export type MerchantDeskTakingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** A text that a code could not say, or a shop not bear. */
export type MerchantNameMalformed = Problem & {
  __typename?: 'MerchantNameMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The longest that it may be. */
  mostCharacters: Scalars['Int']['output'];
  /** Which one. */
  part: Scalars['String']['output'];
};

/** No such merchant, shop, order or code, or none that the caller may act for. */
export type MerchantNotFound = Problem & {
  __typename?: 'MerchantNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a merchant asks to be paid once, until it expires. */
export type MerchantOrder = {
  __typename?: 'MerchantOrder';
  /** What it asks. */
  amount: Money;
  /** Until when it can be paid. */
  expiresAt: Scalars['Instant']['output'];
  /** The order. */
  id: Scalars['ID']['output'];
  /** Who asks; null if it cannot be read just now. */
  merchant?: Maybe<Merchant>;
  /** The payment that paid it. */
  paymentId?: Maybe<Scalars['ID']['output']>;
  /** When it was placed. */
  placedAt: Scalars['Instant']['output'];
  /** The merchant's own words for it. */
  reference: Scalars['String']['output'];
  /** The shop that asks. */
  shopId: Scalars['ID']['output'];
  /** How it stands. */
  state: MerchantOrderState;
  /** The text of its code: what the picture says that is shown to the customer. */
  text: Scalars['String']['output'];
};

/** The order can no longer be paid. */
export type MerchantOrderCancelled = {
  __typename?: 'MerchantOrderCancelled';
  /** The order. */
  orderId: Scalars['ID']['output'];
};

/** One page of a list, in its order. */
export type MerchantOrderConnection = {
  __typename?: 'MerchantOrderConnection';
  /** The rows, each with its cursor. */
  edges: Array<MerchantOrderEdge>;
  /** The rows. */
  nodes: Array<MerchantOrder>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type MerchantOrderEdge = {
  __typename?: 'MerchantOrderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: MerchantOrder;
};

/** The order can be paid. */
export type MerchantOrderPlaced = {
  __typename?: 'MerchantOrderPlaced';
  /** The order; null if it cannot be read just now. */
  order?: Maybe<MerchantOrder>;
  /** The order. */
  orderId: Scalars['ID']['output'];
};

/** How an order stands. */
export type MerchantOrderState =
  /** The merchant took it back. */
  | 'CANCELLED'
  /** Its time is over. */
  | 'EXPIRED'
  /** It can be paid. */
  | 'OPEN'
  /** It was paid. */
  | 'PAID';

/** A part of a merchant's balance on its way to the merchant's bank through a payment channel. */
export type MerchantPayOut = {
  __typename?: 'MerchantPayOut';
  /** What is to be paid out. */
  amount: Money;
  /** The payment channel. */
  channel: Scalars['String']['output'];
  /** The pay-out: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The channel's own reference, once it is known. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The channel's code for its refusal, for example "account_closed"; null unless it was refused. */
  refusalCode?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** When it ended. */
  settledAt?: Maybe<Scalars['Instant']['output']>;
  /** How far it has come. */
  state: WithdrawalState;
};

/** One page of a list, in its order. */
export type MerchantPayOutConnection = {
  __typename?: 'MerchantPayOutConnection';
  /** The rows, each with its cursor. */
  edges: Array<MerchantPayOutEdge>;
  /** The rows. */
  nodes: Array<MerchantPayOut>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type MerchantPayOutEdge = {
  __typename?: 'MerchantPayOutEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: MerchantPayOut;
};

/** What somebody may do for a merchant. */
export type MerchantRole =
  /** Charges and refunds. */
  | 'CASHIER'
  /** Names staff, shops and codes; charges and refunds. */
  | 'OWNER';

/** A customer who acts for a merchant. */
export type MerchantStaff = {
  __typename?: 'MerchantStaff';
  /** Since when. */
  addedAt: Scalars['Instant']['output'];
  /** The customer. */
  customerId: Scalars['ID']['output'];
  /** Who it is, masked; null if they cannot be read just now. */
  party?: Maybe<Party>;
  /** What they may do. */
  role: MerchantRole;
};

/** What a customer may do for the merchant was set. */
export type MerchantStaffSet = {
  __typename?: 'MerchantStaffSet';
  /** The customer. */
  customerId: Scalars['ID']['output'];
  /** The merchant. */
  merchantId: Scalars['ID']['output'];
  /** What they may do now; null: nothing. */
  role?: Maybe<MerchantRole>;
};

/** Whether a merchant is open. */
export type MerchantState =
  /** Nothing is owed to it. */
  | 'CLOSED'
  /** It takes no payments any more; it is settled, refunds, and is then paid all that it is owed. */
  | 'CLOSING'
  /** It is paid. */
  | 'OPEN';

/** The network gave no answer that can be relied on. The code may be used up: get a new one. */
export type MiniProgramAway = Problem & {
  __typename?: 'MiniProgramAway';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The network is busy, or asks to be asked less often. */
export type MiniProgramBusy = Problem & {
  __typename?: 'MiniProgramBusy';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** When to ask again. */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** The network does not know the code, it is too old, or it is of another app. Get a new one. */
export type MiniProgramCodeInvalid = Problem & {
  __typename?: 'MiniProgramCodeInvalid';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A code is good once. Get a new one. */
export type MiniProgramCodeUsed = Problem & {
  __typename?: 'MiniProgramCodeUsed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not the name of one of the house's mini-programs. */
export type MiniProgramUnknown = Problem & {
  __typename?: 'MiniProgramUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The network knows them, the bank does not. Nothing was written; the ticket says how to go on. */
export type MiniProgramUnlinked = Problem & {
  __typename?: 'MiniProgramUnlinked';
  /** How long the ticket is good. */
  expiresInSeconds: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Stands for what the network said, on this device. */
  ticket: Scalars['String']['output'];
  /** How to go on with the ticket. */
  waysOn: Array<WayOn>;
};

/** The mismatch is confirmed; the cooling-off runs. */
export type MismatchConfirmed = {
  __typename?: 'MismatchConfirmed';
  /** When. */
  confirmedAt: Scalars['Instant']['output'];
  /** From when on orders are taken. */
  fromAt: Scalars['Instant']['output'];
  /** The product. */
  productId: Scalars['ID']['output'];
  /** The version of its terms. */
  version: Scalars['Int']['output'];
};

/** What of an invoice does not match its order and the deliveries. */
export type MismatchReason =
  /** The order is in another currency. */
  | 'CURRENCY_DIFFERS'
  /** The order has no such line. */
  | 'LINE_UNKNOWN'
  /** There is no such order. */
  | 'ORDER_MISSING'
  /** Another price than was ordered. */
  | 'PRICE_DIFFERS'
  /** More than was delivered, less what is paid. */
  | 'QUANTITY_OVER_DELIVERED'
  /** More than was ordered, less what is paid. */
  | 'QUANTITY_OVER_ORDERED'
  /** The order is with another supplier. */
  | 'SUPPLIER_DIFFERS'
  /** Its lines come to another total. */
  | 'TOTAL_DIFFERS';

/** It may be confirmed; where it was, `fromAt` says from when on orders are taken. */
export type MismatchUnconfirmed = Problem & {
  __typename?: 'MismatchUnconfirmed';
  /** From when on orders are taken; null where nothing was confirmed. */
  fromAt?: Maybe<Scalars['Instant']['output']>;
  /** The viewer's class. */
  investorClass: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The product's rating. */
  rating: Scalars['String']['output'];
};

/** An amount of one currency or other asset. */
export type Money = {
  __typename?: 'Money';
  /** The amount with exactly as many decimals as the currency has. */
  amount: Scalars['Decimal']['output'];
  /** Which currency, or other asset. */
  currency: Scalars['CurrencyCode']['output'];
};

/** An amount of one currency or other asset. */
export type MoneyInput = {
  /** Decimal string with at most as many decimals as the currency has: "12.30". */
  amount: Scalars['Decimal']['input'];
  /** Which currency, or other asset. */
  currency: Scalars['CurrencyCode']['input'];
};

/** Somebody asks somebody for money. */
export type MoneyRequest = {
  __typename?: 'MoneyRequest';
  /** What is asked for. */
  amount: Money;
  /** When it was asked. */
  askedAt: Scalars['Instant']['output'];
  /** When it was paid, declined or called off, or its expiry was written down. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** Until when it can be paid. */
  expiresAt: Scalars['Instant']['output'];
  /** The request. */
  id: Scalars['ID']['output'];
  /** Whether the viewer is the one who is asked. */
  isMine: Scalars['Boolean']['output'];
  /** What for. */
  note: Scalars['String']['output'];
  /** Who is asked, masked. */
  payer?: Maybe<Party>;
  /** Who asks, masked. */
  requester?: Maybe<Party>;
  /** The bill that it is a share of; null for any other. */
  splitId?: Maybe<Scalars['ID']['output']>;
  /** Where it stands. */
  state: MoneyRequestState;
};

/** One page of a list, in its order. */
export type MoneyRequestConnection = {
  __typename?: 'MoneyRequestConnection';
  /** The rows, each with its cursor. */
  edges: Array<MoneyRequestEdge>;
  /** The rows. */
  nodes: Array<MoneyRequest>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type MoneyRequestEdge = {
  __typename?: 'MoneyRequestEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: MoneyRequest;
};

/** It was paid, declined or called off, or has expired. */
export type MoneyRequestEnded = Problem & {
  __typename?: 'MoneyRequestEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it ended, for example "declined". */
  state: Scalars['String']['output'];
};

/** Decline, call off, or remind of a request for money. */
export type MoneyRequestInput = {
  /** Which request for money. */
  id: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** No such request, or not one that the viewer may act on. */
export type MoneyRequestNotFound = Problem & {
  __typename?: 'MoneyRequestNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It is paid. */
export type MoneyRequestPaid = {
  __typename?: 'MoneyRequestPaid';
  /** The movement that paid it. */
  movementId: Scalars['ID']['output'];
  /** The request. */
  request: MoneyRequest;
};

/** Where a request for money stands. */
export type MoneyRequestState =
  /** Who asked called it off. */
  | 'CANCELLED'
  /** Who was asked declined. */
  | 'DECLINED'
  /** Nobody paid within seven days. */
  | 'EXPIRED'
  /** It can be paid. */
  | 'OPEN'
  /** The money is with who asked. */
  | 'PAID';

/** A month in review. */
export type MonthInReview = {
  __typename?: 'MonthInReview';
  /** By category, the largest spending first. */
  byCategory: Array<Sums>;
  /** The month, for example 2026-11. */
  month: Scalars['String']['output'];
  /** All of it. */
  total: Sums;
};

/** Come at another time. */
export type MoveAppointmentInput = {
  /** The appointment. */
  appointmentId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** When: the beginning of another slot of the same service. */
  startsAt: Scalars['Instant']['input'];
};

/** The appointment at its new time, or why it stays where it was. */
export type MoveAppointmentResult = AlreadyBooked | Appointment | AppointmentNotFound | BranchServiceNotFound | IdReused | SlotFull | SlotNotOffered;

/** Money that moved, as one of the viewer's wallets sees it. */
export type Movement = {
  __typename?: 'Movement';
  /** What moved: positive for what came in, negative for what went out. */
  amount: Money;
  /** What the account held after it. */
  balanceAfter: Money;
  /** When it was booked. */
  bookedAt: Scalars['Instant']['output'];
  /** The customer on the other side, masked; null where it is not one. */
  counterparty?: Maybe<Party>;
  /** What is on the other side. */
  counterpartyKind: CounterpartyKind;
  /** From when it counts: earlier than `bookedAt` for a correction. */
  effectiveAt: Scalars['Instant']['output'];
  /** The movement. */
  id: Scalars['ID']['output'];
  /** Why it moved, for example transfer, top_up, reversal. */
  kind: Scalars['String']['output'];
  /** The merchant on the other side; null where it is not one. */
  merchant?: Maybe<Merchant>;
  /** What the sender wrote to it. */
  note?: Maybe<Scalars['String']['output']>;
  /** The code of its receipt: whoever has it may ask `verifyReceipt` what the receipt says. */
  receiptCode: Scalars['String']['output'];
  /** The movement that it undoes; null for any other. */
  reversesId?: Maybe<Scalars['ID']['output']>;
};

/** What money is for. */
export type MovementCategory =
  /** Learning. */
  | 'EDUCATION'
  /** For the family. */
  | 'FAMILY'
  /** Fees. */
  | 'FEES'
  /** Eating and drinking. */
  | 'FOOD'
  /** Doctors and medicine. */
  | 'HEALTH'
  /** Rent, repairs, utilities. */
  | 'HOUSING'
  /** Interest. */
  | 'INTEREST'
  /** Everything else. */
  | 'OTHER'
  /** Money that only changes its place: neither income nor spending. */
  | 'OWN_MONEY'
  /** Red packets. */
  | 'RED_PACKETS'
  /** What came back. */
  | 'REFUNDS'
  /** Wages. */
  | 'SALARY'
  /** At merchants. */
  | 'SHOPPING'
  /** To and from other customers. */
  | 'TRANSFERS'
  /** Getting about. */
  | 'TRANSPORT'
  /** Journeys. */
  | 'TRAVEL';

/** One page of a list, in its order. */
export type MovementConnection = {
  __typename?: 'MovementConnection';
  /** The rows, each with its cursor. */
  edges: Array<MovementEdge>;
  /** The rows. */
  nodes: Array<Movement>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type MovementEdge = {
  __typename?: 'MovementEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Movement;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Take what is offered: the hard rules are asked again, and the contract follows. */
  acceptLoanOffer: AcceptLoanOfferResult;
  /** Accept a transfer that was promised to the viewer. The money is there at once. */
  acceptTransfer: AcceptTransferResult;
  /** Put keys into the pool of a digital variant of a shop that the viewer acts for. */
  addMallKeys: AddMallKeysResult;
  /** Say how many units are on a shelf. */
  adjustStock: AdjustStockResult;
  /** Agree to be found by friends of a network who agreed too, and find them. */
  agreeFriends: AgreeFriendsResult;
  /** Pay a purchase by instalments, agreed to with the PIN. The first part is held at once; the others are collected on their days. */
  agreeInstalments: AgreeInstalmentsResult;
  /** Announce a flash sale of a shop that the viewer acts for. */
  announceFlashSale: AnnounceFlashSaleResult;
  /** Answer the risk questionnaire. */
  answerInvestorQuestionnaire: AnswerInvestorQuestionnaireResult;
  /** Ask for a loan or a line: the answer comes by itself. */
  applyForLoan: ApplyForLoanResult;
  /** Ask to sell in the mall from a shop of one's own. */
  applyForMallShop: ApplyForMallShopResult;
  /** Approve a payment run that another made: it is paid, all or nothing. */
  approvePaymentRun: ApprovePaymentRunResult;
  /** Be told at one's phone, once, when there are units of a variant. */
  askForStock: AskForStockResult;
  /** Ask again for an offer that has expired: it is priced and written anew. */
  askLoanOfferAgain: AskLoanOfferAgainResult;
  /** Exchange units for another variant; a difference is paid in the same step. */
  askMallExchange: AskMallExchangeResult;
  /** Have the partner asked now what is new, for example which bills there are: `heardAt` tells when it has answered. */
  askPartner: AskPartnerResult;
  /** Book an appointment at a branch. */
  bookAppointment: BookAppointmentResult;
  /** Book a time for what was bought. */
  bookServiceSlot: BookServiceSlotResult;
  /** Call back a transfer that the viewer promised, before it goes. */
  callBackTransfer: CallBackTransferResult;
  /** Cancel an appointment; its place is free again. */
  cancelAppointment: CancelAppointmentResult;
  /** Give a booking up, for what its terms keep. Money moves when the partner has said so. */
  cancelBooking: CancelBookingResult;
  /** Call off a flash sale of a shop that the viewer acts for. Orders that there are may still be paid. */
  cancelFlashSale: CancelFlashSaleResult;
  /** Cancel an order before its cut-off: what it holds is free again. */
  cancelFundOrder: CancelFundOrderResult;
  /** Take an application back before it is signed. */
  cancelLoanApplication: CancelLoanApplicationResult;
  /** Cancel an order that is not shipped; what was paid goes back. */
  cancelMallOrder: CancelMallOrderResult;
  /** Take an order back. */
  cancelMerchantOrder: CancelMerchantOrderResult;
  /** Call off what the viewer asked for. */
  cancelMoneyRequest: CancelMoneyRequestResult;
  /** Give a booked time back. */
  cancelServiceBooking: CancelServiceBookingResult;
  /** Call off what is open of a bill. What was paid stays with its maker. */
  cancelSplit: CancelSplitResult;
  /** Give a queue ticket back. */
  cancelTicket: CancelTicketResult;
  /** Go to another slot, once. */
  changeBooking: ChangeBookingResult;
  /** Freeze a line, lift it, or end it. */
  changeCreditLine: ChangeCreditLineResult;
  /** Change the payment PIN. A wrong current PIN counts towards the lock. */
  changePin: ChangePinResult;
  /** Charge a customer's payment code, as one who acts for a merchant. Above the limit the customer confirms. */
  chargePaymentCode: ChargePaymentCodeResult;
  /** Bring a scan from before sign-in, so that a purchase is led back to it. */
  claimAttribution: ClaimAttributionResult;
  /** Claim a coupon of a campaign, or by a code. */
  claimCoupon: ClaimCouponResult;
  /** Have a price made good that fell within seven days, once for a line. */
  claimPriceProtection: ClaimPriceProtectionResult;
  /** Confirm that it was this customer who came back from the partner. From now on the link stands. */
  confirmLink: ConfirmLinkResult;
  /** The viewer has what was ordered. */
  confirmMallDelivery: ConfirmMallDeliveryResult;
  /** The viewer has the parcel, whatever its carrier says. */
  confirmMallParcel: ConfirmMallParcelResult;
  /** Confirm that a product above one's class is wanted: the cooling-off begins. */
  confirmMismatch: ConfirmMismatchResult;
  /** Let the company's system bring payment files and fetch what became of them, or no longer; for its owner. */
  connectCompany: ConnectCompanyResult;
  /** Have a transfer go on a date, or every week or month. */
  createStandingOrder: CreateStandingOrderResult;
  /** Accept or decline an exchange of a shop that the viewer acts for. */
  decideMallExchange: DecideMallExchangeResult;
  /** Decline to pay what was asked for. */
  declineMoneyRequest: DeclineMoneyRequestResult;
  /** Decline a transfer that was promised to the viewer. It flows back. */
  declineTransfer: DeclineTransferResult;
  /** Draw in a game. */
  draw: DrawResult;
  /** Draw from a line into the wallet. */
  drawFromLine: DrawFromLineResult;
  /** Not be told any more. */
  dropStockNotice: DropStockNoticeResult;
  /** Nothing becomes cheaper by it any more. */
  endMallPromotion: EndMallPromotionResult;
  /** Let this session show payment codes. Doing so again changes nothing. */
  enrolPaymentCodes: EnrolPaymentCodesResult;
  /** Fill in a form before a visit. It is sealed, and waits 24 hours to be opened at the counter. */
  fillInForm: FillInFormResult;
  /** Grab a place in a red packet. Who grabs again is told the place they have. */
  grabRedPacket: GrabRedPacketResult;
  /** Consent to a purpose. A consent to another wording of it ends. */
  grantConsent: GrantConsentResult;
  /** Have the partner keep a slot for a while. It costs nothing: see `booking`. */
  holdSlot: HoldSlotResult;
  /** Join the queue of a flash sale, for one unit. */
  joinFlashSale: JoinFlashSaleResult;
  /** Link what a ticket stands for to the viewer, proved by the PIN. */
  linkIdentity: LinkIdentityResult;
  /** Begin to link an account at a partner: the customer then opens the link's `address` in a browser. */
  linkPartner: LinkPartnerResult;
  /** Make what a shop sells cheaper for a time. */
  makeMallPromotion: MakeMallPromotionResult;
  /** Consent, with the PIN, to put so much into a product each period. */
  makePlan: MakePlanResult;
  /** Make a code to be printed. */
  makeStaticCode: MakeStaticCodeResult;
  /** Move an appointment to another time. */
  moveAppointment: MoveAppointmentResult;
  /** Make a consent to a partner narrower, at once. It never becomes wider: for that the partner asks again. */
  narrowConsent: NarrowConsentResult;
  /** Units of an order of a shop that the viewer acts for wait at a branch; its customer is shown a code. */
  offerMallPickUp: OfferMallPickUpResult;
  /** Dispute an order of the viewer's. */
  openMallDispute: OpenMallDisputeResult;
  /** Open a red packet: the viewer's share is paid into the wallet, once. */
  openRedPacket: OpenRedPacketResult;
  /** Open times of a service of a shop that the viewer acts for. */
  openServiceSlots: OpenServiceSlotsResult;
  /** Open one more shop, as an owner. */
  openShop: OpenShopResult;
  /** Open a wallet in one more currency. Every customer has one in CNY from the start. */
  openWallet: OpenWalletResult;
  /** Open a warehouse of a shop. */
  openWarehouse: OpenWarehouseResult;
  /** Leave a standing order out until it is resumed. */
  pauseStandingOrder: PauseStandingOrderResult;
  /** Pay a merchant by its code or order. It is there at once, or refused. */
  pay: PayResult;
  /** Pay a bill. The money is held at once; the order ends a little later, when the partner has said so: see `sceneOrder`. */
  payBill: PayBillResult;
  /** Pay a slot that is kept: a deposit stays held until the visit is settled. */
  payBooking: PayBookingResult;
  /** Pay what a visit cost beyond its deposit. */
  payBookingSupplement: PayBookingSupplementResult;
  /** Pay one part of a plan by hand: early, or after it was held back. */
  payInstalment: PayInstalmentResult;
  /** Pay a part of a loan before it is due. */
  payLoanEarly: PayLoanEarlyResult;
  /** End a loan for the total that was quoted today. */
  payLoanOff: PayLoanOffResult;
  /** Pay what waits of a checkout, all or none. */
  payMallOrders: PayMallOrdersResult;
  /** Pay what was asked for, once. Who pays again is told the same. */
  payMoneyRequest: PayMoneyRequestResult;
  /** Pay a purchase at once. The money is held; the order ends a little later, when the shop has said so: see `sceneOrder`. */
  payPurchase: PayPurchaseResult;
  /** Pay several merchants in one confirmation. All of them are paid, or none is. */
  payTogether: PayTogetherResult;
  /** Order what was quoted; with money named, pay it in the same step. */
  placeMallOrder: PlaceMallOrderResult;
  /** Ask to be paid: an order whose code is shown to the customer. */
  placeMerchantOrder: PlaceMerchantOrderResult;
  /** Promise to pay what is due by a day: until then nobody is reminded. */
  promiseLoanPayment: PromiseLoanPaymentResult;
  /** Set money aside for somebody who has to accept it (also for a phone that nobody has registered yet), or who gets it later. */
  promiseTransfer: PromiseTransferResult;
  /** Put units on a shelf. */
  receiveStock: ReceiveStockResult;
  /** Have what a cash coupon gives paid into the wallet. */
  redeemCashCoupon: RedeemCashCouponResult;
  /** Redeem money-market shares: at once as far as the day's caps go, the rest at the next trade. */
  redeemChange: RedeemChangeResult;
  /** Hand over what waits under a code, once. */
  redeemMallPickUp: RedeemMallPickUpResult;
  /** Order money for shares: they are held until they are redeemed. */
  redeemShares: RedeemSharesResult;
  /** Renew the tokens. An old refresh token that comes back after its successor was used ends the session. */
  refreshTokens: RefreshTokensResult;
  /** Give back a part of a line of a shop that the viewer acts for. */
  refundMallOrderLine: RefundMallOrderLineResult;
  /** Give back a payment, or a part of it, as one who acts for the merchant that was paid. */
  refundPayment: RefundPaymentResult;
  /** Ask the shop for money back, in part or in full. It is back when the shop has said so: see `refunds`. */
  refundPurchase: RefundPurchaseResult;
  /** Send notifications to this device, and to nobody who was signed in on it before. */
  registerPushToken: RegisterPushTokenResult;
  /** Turn down a payment run that another made: it is never paid. */
  rejectPaymentRun: RejectPaymentRunResult;
  /** Let reserved coupons go. */
  releaseCoupons: ReleaseCouponsResult;
  /** Remind of what the viewer asked for, every twelve hours at most. */
  remindOfMoneyRequest: RemindOfMoneyRequestResult;
  /** Keep a payee no more. When they were first paid is still known. */
  removePayee: RemovePayeeResult;
  /** Pay on a loan: what is past due first, then what is due, then in advance. */
  repayLoan: RepayLoanResult;
  /** Ask for a one-time code. At most one a minute, five an hour and ten a day for one phone. */
  requestCode: RequestCodeResult;
  /** Ask that a person look at one's band. One at a time. */
  requestCreditReview: RequestCreditReviewResult;
  /** Have a part of a merchant's balance paid to its bank, as an owner. It is held at once and ends a little later: see the desk's `payOuts`. */
  requestMerchantPayOut: RequestMerchantPayOutResult;
  /** Ask a customer for money. It can be paid for seven days. */
  requestMoney: RequestMoneyResult;
  /** Set coupons aside for a purchase; whatever was set aside before is let go. */
  reserveCoupons: ReserveCouponsResult;
  /** Replace a forgotten payment PIN soon after signing in with a code. It ends a lock. */
  resetPin: ResetPinResult;
  /** Go on with a standing order. What fell into the pause is left out. */
  resumeStandingOrder: ResumeStandingOrderResult;
  /** Units of an order came back to the shop that the viewer acts for: their money goes back too. */
  returnMallOrderLines: ReturnMallOrderLinesResult;
  /** Take a consent back. From the answer on nothing of the partner's passes under it. */
  revokeConsent: RevokeConsentResult;
  /** Remove a device, for example a lost phone, and end every session on it. */
  revokeDevice: RevokeDeviceResult;
  /** End another of the viewer's sessions. Its tokens stop working within a second, and for money at once. */
  revokeSession: RevokeSessionResult;
  /** Take another seed into use, and be told the one before. */
  rotateGameSeed: RotateGameSeedResult;
  /** Make a product, as a draft, or change one. */
  saveGoods: SaveGoodsResult;
  /** Keep somebody to pay again, or change the alias of one who is kept. */
  savePayee: SavePayeeResult;
  /** Say what a scanned code is, and what can be done next. Whoever scans, signed in or not. */
  scan: ScanResult;
  /** Look for what can be booked: the partner is asked at once, see `bookingSearch`. */
  searchSlots: SearchSlotsResult;
  /** A part of an order of a shop that the viewer acts for is on its way. */
  sendMallParcel: SendMallParcelResult;
  /** Send a red packet: the whole amount leaves the wallet, and waits 24 hours to be opened. */
  sendRedPacket: SendRedPacketResult;
  /** Consent, with the PIN, to have the bills of a link paid by themselves, each up to a cap. */
  setAutoPay: SetAutoPayResult;
  /** Set a budget for a category, or take it away. At 80 and 100 per cent of it the viewer is nudged. */
  setBudget: SetBudgetResult;
  /** Put so many units into the cart. Nothing is reserved by it; again is the same, so there is no id. */
  setCartLine: SetCartLineResult;
  /** Put a movement into another category than its usual one. */
  setCategory: SetCategoryResult;
  /** Let a customer make or check the company's payment runs, or no longer; for its owner. */
  setCompanyMember: SetCompanyMemberResult;
  /** Publish a product, or withdraw it. */
  setGoodsState: SetGoodsStateResult;
  /** In which language the bank writes by itself; an answer is in the language that its request asks for. */
  setLanguage: SetLanguageResult;
  /** Have what is due taken out of the wallet, or pay it by hand. */
  setLoanAutoDebit: SetLoanAutoDebitResult;
  /** Say what a customer may do for a merchant, as an owner. */
  setMerchantStaff: SetMerchantStaffResult;
  /** Set the first payment PIN. */
  setPin: SetPinResult;
  /** Pause, resume or stop a plan. What falls into a pause is left out. */
  setPlanState: SetPlanStateResult;
  /** Consent, with the PIN, to have idle money put into a money-market product every trading day; or end it. */
  setWalletSweep: SetWalletSweepResult;
  /** Post a card at a network. It is there when the network has said so: see `sharedCard`. */
  shareCard: ShareCardResult;
  /** The viewer's own code for a product, to share with friends; the same one each time. */
  shareProduct: ShareProductResult;
  /** An order of a shop that the viewer acts for is on its way. */
  shipMallOrder: ShipMallOrderResult;
  /** Have the keys of a line shown: from then on the parcel tells them. */
  showMallKeys: ShowMallKeysResult;
  /** Ask whether an offer may be shown unasked in the app; it counts as shown. */
  showOffer: ShowOfferResult;
  /** Sign in, or up, with a code. A device key whose proof comes along binds the session. */
  signIn: SignInResult;
  /** Change a mini-program's code for a session. Somebody whom the bank does not know gets a ticket, and nothing is written. */
  signInWithMiniProgram: SignInWithMiniProgramResult;
  /** Sign in, or up, with a phone's code, and link what the ticket stands for. */
  signInWithTicket: SignInWithTicketResult;
  /** Sign a contract: the money follows by itself. */
  signLoan: SignLoanResult;
  /** End this session. Signing out twice is signing out once. */
  signOut: SignOutResult;
  /** Become a customer with the phone that the network knows, and link what the ticket stands for. */
  signUpWithMiniProgram: SignUpWithMiniProgramResult;
  /** Split a bill that the viewer paid: the others are asked for their shares, and it settles itself as they pay. */
  splitBill: SplitBillResult;
  /** Stop having bills paid by themselves. What is being paid goes on. */
  stopAutoPay: StopAutoPayResult;
  /** End a standing order for good. */
  stopStandingOrder: StopStandingOrderResult;
  /** Make a payment run of invoices. Nothing is paid before another member of the company approves it. */
  submitPaymentRun: SubmitPaymentRunResult;
  /** Order shares: the money is held until they are there. */
  subscribe: SubscribeResult;
  /** Take a queue ticket at a branch that is open. */
  takeTicket: TakeTicketResult;
  /** Answer for a payment run that the company's system brought: another is to check it then. */
  takeUpPaymentRun: TakeUpPaymentRunResult;
  /** Say and show something in a dispute of the viewer's, or of a shop that they act for. */
  tellMallDispute: TellMallDisputeResult;
  /** Bring money into the wallet through a payment channel. It is taken up at once and ends a little later: see `topUp` and `walletChanged`. */
  topUp: TopUpResult;
  /** Send money to another customer. It is there at once, or refused. */
  transfer: TransferResult;
  /** Send money out of the change account to another customer, in one act. */
  transferFromChange: TransferFromChangeResult;
  /** Unlink one of the viewer's identities, proved by the PIN. The phone always remains. */
  unlinkIdentity: UnlinkIdentityResult;
  /** End a link, and the standing consents over it. The partner is told. */
  unlinkPartner: UnlinkPartnerResult;
  /** Verify the customer's identity, which raises limits. The same person again is the same answer. */
  verifyIdentity: VerifyIdentityResult;
  /** Pay money out of the wallet to where the customer has it at a payment channel. It is held at once and ends a little later: see `withdrawal`. */
  withdraw: WithdrawResult;
  /** Withdraw the consent to a purpose, at once. */
  withdrawConsent: WithdrawConsentResult;
  /** Withdraw that: from then on nobody is shown, on either side. */
  withdrawFriends: WithdrawFriendsResult;
  /** Give the money of a loan back within the cooling-off: nothing else is owed. */
  withdrawLoan: WithdrawLoanResult;
  /** There is nothing to dispute any more. */
  withdrawMallDispute: WithdrawMallDisputeResult;
  /** Keep what was to be exchanged. */
  withdrawMallExchange: WithdrawMallExchangeResult;
  /** Take back a payment run of one's own, or one that nobody has taken up. */
  withdrawPaymentRun: WithdrawPaymentRunResult;
  /** Take a form back; its answers are erased. */
  withdrawPrefill: WithdrawPrefillResult;
  /** Withdraw a printed code. */
  withdrawStaticCode: WithdrawStaticCodeResult;
};


export type MutationAcceptLoanOfferArgs = {
  input: AcceptLoanOfferInput;
};


export type MutationAcceptTransferArgs = {
  input: DecideOnPromiseInput;
};


export type MutationAddMallKeysArgs = {
  input: AddMallKeysInput;
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type MutationAgreeFriendsArgs = {
  input: AgreeFriendsInput;
};


export type MutationAgreeInstalmentsArgs = {
  input: AgreeInstalmentsInput;
};


export type MutationAnnounceFlashSaleArgs = {
  input: AnnounceFlashSaleInput;
};


export type MutationAnswerInvestorQuestionnaireArgs = {
  input: AnswerInvestorQuestionnaireInput;
};


export type MutationApplyForLoanArgs = {
  input: ApplyForLoanInput;
};


export type MutationApplyForMallShopArgs = {
  input: ApplyForMallShopInput;
};


export type MutationApprovePaymentRunArgs = {
  input: ApprovePaymentRunInput;
};


export type MutationAskForStockArgs = {
  input: StockNoticeInput;
};


export type MutationAskLoanOfferAgainArgs = {
  input: LoanApplicationInput;
};


export type MutationAskMallExchangeArgs = {
  input: AskMallExchangeInput;
};


export type MutationAskPartnerArgs = {
  input: AskPartnerInput;
};


export type MutationBookAppointmentArgs = {
  input: BookAppointmentInput;
};


export type MutationBookServiceSlotArgs = {
  input: BookServiceSlotInput;
};


export type MutationCallBackTransferArgs = {
  input: DecideOnPromiseInput;
};


export type MutationCancelAppointmentArgs = {
  input: CancelAppointmentInput;
};


export type MutationCancelBookingArgs = {
  input: CancelBookingInput;
};


export type MutationCancelFlashSaleArgs = {
  input: FlashSaleInput;
};


export type MutationCancelFundOrderArgs = {
  input: CancelFundOrderInput;
};


export type MutationCancelLoanApplicationArgs = {
  input: LoanApplicationInput;
};


export type MutationCancelMallOrderArgs = {
  input: MallOrderInput;
};


export type MutationCancelMerchantOrderArgs = {
  input: CancelMerchantOrderInput;
};


export type MutationCancelMoneyRequestArgs = {
  input: MoneyRequestInput;
};


export type MutationCancelServiceBookingArgs = {
  input: MallParcelInput;
};


export type MutationCancelSplitArgs = {
  input: CancelSplitInput;
};


export type MutationCancelTicketArgs = {
  input: TicketInput;
};


export type MutationChangeBookingArgs = {
  input: ChangeBookingInput;
};


export type MutationChangeCreditLineArgs = {
  input: ChangeCreditLineInput;
};


export type MutationChangePinArgs = {
  input: ChangePinInput;
};


export type MutationChargePaymentCodeArgs = {
  input: ChargePaymentCodeInput;
};


export type MutationClaimAttributionArgs = {
  input: ClaimAttributionInput;
};


export type MutationClaimCouponArgs = {
  input: ClaimCouponInput;
};


export type MutationClaimPriceProtectionArgs = {
  input: MallOrderLineChoiceInput;
};


export type MutationConfirmLinkArgs = {
  input: ConfirmLinkInput;
};


export type MutationConfirmMallDeliveryArgs = {
  input: MallOrderInput;
};


export type MutationConfirmMallParcelArgs = {
  input: MallParcelInput;
};


export type MutationConfirmMismatchArgs = {
  input: ConfirmMismatchInput;
};


export type MutationConnectCompanyArgs = {
  input: ConnectCompanyInput;
};


export type MutationCreateStandingOrderArgs = {
  input: CreateStandingOrderInput;
};


export type MutationDecideMallExchangeArgs = {
  input: DecideMallExchangeInput;
};


export type MutationDeclineMoneyRequestArgs = {
  input: MoneyRequestInput;
};


export type MutationDeclineTransferArgs = {
  input: DecideOnPromiseInput;
};


export type MutationDrawArgs = {
  input: DrawInput;
};


export type MutationDrawFromLineArgs = {
  input: DrawFromLineInput;
};


export type MutationDropStockNoticeArgs = {
  input: StockNoticeInput;
};


export type MutationEndMallPromotionArgs = {
  input: EndMallPromotionInput;
};


export type MutationEnrolPaymentCodesArgs = {
  input: EnrolPaymentCodesInput;
};


export type MutationFillInFormArgs = {
  input: FillInFormInput;
};


export type MutationGrabRedPacketArgs = {
  input: GrabRedPacketInput;
};


export type MutationGrantConsentArgs = {
  input: GrantConsentInput;
};


export type MutationHoldSlotArgs = {
  input: HoldSlotInput;
};


export type MutationJoinFlashSaleArgs = {
  input: JoinFlashSaleInput;
};


export type MutationLinkIdentityArgs = {
  input: LinkIdentityInput;
};


export type MutationLinkPartnerArgs = {
  input: LinkPartnerInput;
};


export type MutationMakeMallPromotionArgs = {
  input: MakeMallPromotionInput;
};


export type MutationMakePlanArgs = {
  input: MakePlanInput;
};


export type MutationMakeStaticCodeArgs = {
  input: MakeStaticCodeInput;
};


export type MutationMoveAppointmentArgs = {
  input: MoveAppointmentInput;
};


export type MutationNarrowConsentArgs = {
  input: NarrowConsentInput;
};


export type MutationOfferMallPickUpArgs = {
  input: OfferMallPickUpInput;
};


export type MutationOpenMallDisputeArgs = {
  input: OpenMallDisputeInput;
};


export type MutationOpenRedPacketArgs = {
  input: OpenRedPacketInput;
};


export type MutationOpenServiceSlotsArgs = {
  input: OpenServiceSlotsInput;
};


export type MutationOpenShopArgs = {
  input: OpenShopInput;
};


export type MutationOpenWalletArgs = {
  input: OpenWalletInput;
};


export type MutationOpenWarehouseArgs = {
  input: OpenWarehouseInput;
};


export type MutationPauseStandingOrderArgs = {
  input: DecideOnStandingOrderInput;
};


export type MutationPayArgs = {
  input: PayInput;
};


export type MutationPayBillArgs = {
  input: PayBillInput;
};


export type MutationPayBookingArgs = {
  input: PayBookingInput;
};


export type MutationPayBookingSupplementArgs = {
  input: PayBookingInput;
};


export type MutationPayInstalmentArgs = {
  input: PayInstalmentInput;
};


export type MutationPayLoanEarlyArgs = {
  input: PayLoanEarlyInput;
};


export type MutationPayLoanOffArgs = {
  input: PayLoanOffInput;
};


export type MutationPayMallOrdersArgs = {
  input: PayMallOrdersInput;
};


export type MutationPayMoneyRequestArgs = {
  input: PayMoneyRequestInput;
};


export type MutationPayPurchaseArgs = {
  input: PayPurchaseInput;
};


export type MutationPayTogetherArgs = {
  input: PayTogetherInput;
};


export type MutationPlaceMallOrderArgs = {
  input: PlaceMallOrderInput;
};


export type MutationPlaceMerchantOrderArgs = {
  input: PlaceMerchantOrderInput;
};


export type MutationPromiseLoanPaymentArgs = {
  input: PromiseLoanPaymentInput;
};


export type MutationPromiseTransferArgs = {
  input: PromiseTransferInput;
};


export type MutationReceiveStockArgs = {
  input: ReceiveStockInput;
};


export type MutationRedeemCashCouponArgs = {
  input: RedeemCashCouponInput;
};


export type MutationRedeemChangeArgs = {
  input: RedeemChangeInput;
};


export type MutationRedeemMallPickUpArgs = {
  input: RedeemMallPickUpInput;
};


export type MutationRedeemSharesArgs = {
  input: RedeemSharesInput;
};


export type MutationRefreshTokensArgs = {
  input: RefreshTokensInput;
};


export type MutationRefundMallOrderLineArgs = {
  input: RefundMallOrderLineInput;
};


export type MutationRefundPaymentArgs = {
  input: RefundInput;
};


export type MutationRefundPurchaseArgs = {
  input: RefundPurchaseInput;
};


export type MutationRegisterPushTokenArgs = {
  input: RegisterPushTokenInput;
};


export type MutationRejectPaymentRunArgs = {
  input: RejectPaymentRunInput;
};


export type MutationReleaseCouponsArgs = {
  input: ReleaseCouponsInput;
};


export type MutationRemindOfMoneyRequestArgs = {
  input: MoneyRequestInput;
};


export type MutationRemovePayeeArgs = {
  input: RemovePayeeInput;
};


export type MutationRepayLoanArgs = {
  input: RepayLoanInput;
};


export type MutationRequestCodeArgs = {
  input: RequestCodeInput;
};


export type MutationRequestCreditReviewArgs = {
  input: RequestCreditReviewInput;
};


export type MutationRequestMerchantPayOutArgs = {
  input: RequestMerchantPayOutInput;
};


export type MutationRequestMoneyArgs = {
  input: RequestMoneyInput;
};


export type MutationReserveCouponsArgs = {
  input: ReserveCouponsInput;
};


export type MutationResetPinArgs = {
  input: ResetPinInput;
};


export type MutationResumeStandingOrderArgs = {
  input: DecideOnStandingOrderInput;
};


export type MutationReturnMallOrderLinesArgs = {
  input: ReturnMallOrderLinesInput;
};


export type MutationRevokeConsentArgs = {
  input: RevokeConsentInput;
};


export type MutationRevokeDeviceArgs = {
  input: RevokeDeviceInput;
};


export type MutationRevokeSessionArgs = {
  input: RevokeSessionInput;
};


export type MutationRotateGameSeedArgs = {
  input: RotateGameSeedInput;
};


export type MutationSaveGoodsArgs = {
  input: SaveGoodsInput;
};


export type MutationSavePayeeArgs = {
  input: SavePayeeInput;
};


export type MutationScanArgs = {
  input: ScanInput;
};


export type MutationSearchSlotsArgs = {
  input: SearchSlotsInput;
};


export type MutationSendMallParcelArgs = {
  input: SendMallParcelInput;
};


export type MutationSendRedPacketArgs = {
  input: SendRedPacketInput;
};


export type MutationSetAutoPayArgs = {
  input: SetAutoPayInput;
};


export type MutationSetBudgetArgs = {
  input: SetBudgetInput;
};


export type MutationSetCartLineArgs = {
  input: SetCartLineInput;
};


export type MutationSetCategoryArgs = {
  input: SetCategoryInput;
};


export type MutationSetCompanyMemberArgs = {
  input: SetCompanyMemberInput;
};


export type MutationSetGoodsStateArgs = {
  input: SetGoodsStateInput;
};


export type MutationSetLanguageArgs = {
  input: SetLanguageInput;
};


export type MutationSetLoanAutoDebitArgs = {
  input: SetLoanAutoDebitInput;
};


export type MutationSetMerchantStaffArgs = {
  input: SetMerchantStaffInput;
};


export type MutationSetPinArgs = {
  input: SetPinInput;
};


export type MutationSetPlanStateArgs = {
  input: SetPlanStateInput;
};


export type MutationSetWalletSweepArgs = {
  input: SetWalletSweepInput;
};


export type MutationShareCardArgs = {
  input: ShareCardInput;
};


export type MutationShareProductArgs = {
  input: ShareProductInput;
};


export type MutationShipMallOrderArgs = {
  input: MallOrderInput;
};


export type MutationShowMallKeysArgs = {
  input: ShowMallKeysInput;
};


export type MutationShowOfferArgs = {
  input: ShowOfferInput;
};


export type MutationSignInArgs = {
  input: SignInInput;
};


export type MutationSignInWithMiniProgramArgs = {
  input: SignInWithMiniProgramInput;
};


export type MutationSignInWithTicketArgs = {
  input: SignInWithTicketInput;
};


export type MutationSignLoanArgs = {
  input: SignLoanInput;
};


export type MutationSignOutArgs = {
  input: SignOutInput;
};


export type MutationSignUpWithMiniProgramArgs = {
  input: SignUpWithMiniProgramInput;
};


export type MutationSplitBillArgs = {
  input: SplitBillInput;
};


export type MutationStopAutoPayArgs = {
  input: StopAutoPayInput;
};


export type MutationStopStandingOrderArgs = {
  input: DecideOnStandingOrderInput;
};


export type MutationSubmitPaymentRunArgs = {
  input: SubmitPaymentRunInput;
};


export type MutationSubscribeArgs = {
  input: SubscribeInput;
};


export type MutationTakeTicketArgs = {
  input: TakeTicketInput;
};


export type MutationTakeUpPaymentRunArgs = {
  input: PaymentRunInput;
};


export type MutationTellMallDisputeArgs = {
  input: TellMallDisputeInput;
};


export type MutationTopUpArgs = {
  input: TopUpInput;
};


export type MutationTransferArgs = {
  input: TransferInput;
};


export type MutationTransferFromChangeArgs = {
  input: TransferInput;
};


export type MutationUnlinkIdentityArgs = {
  input: UnlinkIdentityInput;
};


export type MutationUnlinkPartnerArgs = {
  input: UnlinkPartnerInput;
};


export type MutationVerifyIdentityArgs = {
  input: VerifyIdentityInput;
};


export type MutationWithdrawArgs = {
  input: WithdrawInput;
};


export type MutationWithdrawConsentArgs = {
  input: WithdrawConsentInput;
};


export type MutationWithdrawFriendsArgs = {
  input: WithdrawFriendsInput;
};


export type MutationWithdrawLoanArgs = {
  input: WithdrawLoanInput;
};


export type MutationWithdrawMallDisputeArgs = {
  input: MallDisputeInput;
};


export type MutationWithdrawMallExchangeArgs = {
  input: MallExchangeInput;
};


export type MutationWithdrawPaymentRunArgs = {
  input: PaymentRunInput;
};


export type MutationWithdrawPrefillArgs = {
  input: WithdrawPrefillInput;
};


export type MutationWithdrawStaticCodeArgs = {
  input: WithdrawStaticCodeInput;
};

/** Not a name as an identity card writes it. */
export type NameMalformed = Problem & {
  __typename?: 'NameMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Take something away from a consent. What is left out stays as it is. */
export type NarrowConsentInput = {
  /** The accounts that are to be left. */
  accountIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The most for one day. */
  dayCap?: InputMaybe<MoneyInput>;
  /** Until when it is to stand. */
  expiresAt?: InputMaybe<Scalars['Instant']['input']>;
  /** The consent. */
  id: Scalars['ID']['input'];
  /** The most for one month. */
  monthCap?: InputMaybe<MoneyInput>;
  /** What the partner may go on to see in full. */
  openClaims?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The most for one payment. */
  paymentCap?: InputMaybe<MoneyInput>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Those that are to be left. */
  scopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** How many payments are to be left. */
  usesLeft?: InputMaybe<Scalars['Int']['input']>;
};

/** The consent as it stands, or why it was refused. */
export type NarrowConsentResult = AmountMalformed | ConsentExpired | ConsentNotFound | ConsentNotNarrower | ConsentRevoked | IdReused | PartnerConsent | UnknownCurrency;

/** An outside network: friends who agreed, cards that are shared out, and the likes that come back. */
export type NetworkScene = Scene & {
  __typename?: 'NetworkScene';
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The cards that the viewer shared out there, newest first. */
  cards: SharedCardConnection;
  /** The viewer's consent to be found by friends there; null where none stands. */
  friendConsent?: Maybe<FriendConsent>;
  /** Friends of the viewer there who are customers too: each has linked an account and agreed. */
  friends: Array<SceneFriend>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};


/** An outside network: friends who agreed, cards that are shared out, and the likes that come back. */
export type NetworkSceneCardsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** The note is too long. */
export type NoteTooLong = Problem & {
  __typename?: 'NoteTooLong';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The longest note. */
  mostCharacters: Scalars['Int']['output'];
};

/** What the applicant does. */
export type Occupation =
  /** Works for somebody. */
  | 'EMPLOYED'
  /** None of these. */
  | 'NONE'
  /** Worked before. */
  | 'RETIRED'
  /** Works for themselves. */
  | 'SELF_EMPLOYED'
  /** Studies: nothing is lent. */
  | 'STUDENT';

/** A code that leads to a product. Assigned anew, the same print leads to another. */
export type OfferCode = {
  __typename?: 'OfferCode';
  /** What the code says: the link to print, or to share. */
  address: Scalars['String']['output'];
  /** Since when it leads to its product. */
  assignedAt: Scalars['Instant']['output'];
  /** The code. */
  id: Scalars['ID']['output'];
  /** False once it was withdrawn. */
  isActive: Scalars['Boolean']['output'];
  /** The last business day it is good for; null: it does not end. */
  lastDay?: Maybe<Scalars['Date']['output']>;
  /** Where it is seen. */
  placement: Placement;
  /** What it was assigned to; null for a person's own code. */
  product?: Maybe<Product>;
};

/** An offer that the viewer can have. */
export type OfferForMe = {
  __typename?: 'OfferForMe';
  /** What can be claimed. */
  campaign: Campaign;
  /** Why it stands where it does. */
  reason: OfferReason;
  /** The reason in words. */
  words: Scalars['String']['output'];
};

/** Units that wait at a branch. */
export type OfferMallPickUpInput = {
  /** Where it waits. */
  branchId: Scalars['ID']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** What waits, each line once. */
  units: Array<ParcelUnitsInput>;
};

/** The parcel that waits, or why it was refused. */
export type OfferMallPickUpResult = BranchNotFound | IdReused | MallOrderEnded | MallOrderNotFound | MallParcelStanding | ParcelMalformed | UnitsMalformed;

/** Why an offer stands where it does. Without consent to `personal_offers`: one of the last two. */
export type OfferReason =
  /** The viewer bought from its merchant. */
  | 'BOUGHT_THERE'
  /** It ends within three days. */
  | 'ENDS_SOON'
  /** It is for everybody. */
  | 'FOR_EVERYBODY'
  /** It is for newcomers. */
  | 'FOR_NEWCOMERS'
  /** It is for the viewer's tier. */
  | 'FOR_YOUR_TIER'
  /** The viewer scanned a code of its merchant. */
  | 'SCANNED_THERE';

/** Dispute an order. */
export type OpenMallDisputeInput = {
  /** How much of it is to go back. */
  asked: MoneyInput;
  /** Addresses of pictures and films that show it, nine at most. */
  media?: Array<Scalars['String']['input']>;
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** What is wrong, 2,000 characters at most. */
  text: Scalars['String']['input'];
};

/** The dispute, or why it was refused. */
export type OpenMallDisputeResult = AmountMalformed | CurrencyMismatch | DisputeMalformed | DisputeOpen | IdReused | MallDispute | MallOrderEnded | MallOrderNotFound | RefundTooLarge | UnknownCurrency;

/** Open a red packet of which the viewer has grabbed a place. */
export type OpenRedPacketInput = {
  /** Which packet. */
  packetId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The share, or why it was refused. */
export type OpenRedPacketResult = AccountClosed | IdReused | RedPacketExpired | RedPacketNotGrabbed | RedPacketOpened;

/** Open times of a service. */
export type OpenServiceSlotsInput = {
  /** Until how many hours before a booking can be cancelled. */
  cancelHours?: Scalars['Int']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The times, 200 at most. One that is there already is changed. */
  slots: Array<ServiceSlotInput>;
  /** The service. */
  variantId: Scalars['ID']['input'];
};

/** The times, or why they were refused. */
export type OpenServiceSlotsResult = GoodsMalformed | GoodsNotFound | IdReused | ServiceSlotMalformed | ShopClosed | ShopNotFound | SlotsOpened;

/** Open one more shop. */
export type OpenShopInput = {
  /** The merchant. */
  merchantId: Scalars['ID']['input'];
  /** Its name, 40 characters at most. */
  name: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The shop, or why it was refused. */
export type OpenShopResult = IdReused | MerchantNameMalformed | MerchantNotFound | ShopOpened;

/** Open a wallet in one more currency. */
export type OpenWalletInput = {
  /** Which currency. */
  currency: Scalars['CurrencyCode']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The wallet, or why it was refused. */
export type OpenWalletResult = IdReused | UnknownCurrency | WalletOpened;

/** Open a warehouse. */
export type OpenWarehouseInput = {
  /** Its name. */
  name: Scalars['String']['input'];
  /** The lowest gives first. */
  position?: Scalars['Int']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Whose it is. */
  shopId: Scalars['ID']['input'];
};

/** The warehouse, or why it was refused. */
export type OpenWarehouseResult = IdReused | ShopClosed | ShopMalformed | ShopNotFound | Warehouse;

/** The order can no longer be paid or cancelled. */
export type OrderEnded = Problem & {
  __typename?: 'OrderEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** "paid", "cancelled" or "expired". */
  state: Scalars['String']['output'];
};

/** The order would expire too soon or too late. */
export type OrderExpiryOutOfRange = Problem & {
  __typename?: 'OrderExpiryOutOfRange';
  /** The shortest life. */
  leastSeconds: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The longest life. */
  mostSeconds: Scalars['Int']['output'];
};

/** Fewer units are free than were asked for. */
export type OutOfStock = Problem & {
  __typename?: 'OutOfStock';
  /** How many are free. */
  freeUnits: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Of which variant. */
  variantId: Scalars['ID']['output'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Give it back as `after` to read on. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** Whether more rows follow. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Always false: lists are read forward. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row of this page. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** The merchant was paid. */
export type Paid = {
  __typename?: 'Paid';
  /** What was paid, with the tip. */
  amount: Money;
  /** What the viewer's account held right after it, where the money came from one. */
  balanceAfter?: Maybe<Money>;
  /** When. */
  paidAt: Scalars['Instant']['output'];
  /** The payment as it stands; null if it cannot be read just now. */
  payment?: Maybe<Payment>;
  /** The payment. */
  paymentId: Scalars['ID']['output'];
  /** The tip. */
  tip: Money;
};

/** All of the merchants were paid. */
export type PaidTogether = {
  __typename?: 'PaidTogether';
  /** The payments, in the order in which they were named. */
  payments: Array<Paid>;
  /** What they come to. */
  total: Money;
};

/** How a parcel reaches the customer. */
export type ParcelKind =
  /** By a carrier, or the shop's own people. */
  | 'CARRIED'
  /** Keys that are shown. */
  | 'DIGITAL'
  /** It waits at a branch. */
  | 'PICKUP'
  /** A time that was booked. */
  | 'SERVICE';

/** A part is not as a parcel has it. */
export type ParcelMalformed = Problem & {
  __typename?: 'ParcelMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** No such parcel, or not the caller's. */
export type ParcelNotFound = Problem & {
  __typename?: 'ParcelNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a parcel stands. */
export type ParcelState =
  /** It is brought today. */
  | 'ARRIVING'
  /** It was cancelled: its units are in no parcel. */
  | 'CANCELLED'
  /** It arrived. */
  | 'DELIVERED'
  /** It could not be handed over; the carrier tries again. */
  | 'FAILED'
  /** The carrier lost it. */
  | 'LOST'
  /** The carrier has it. */
  | 'MOVING'
  /** It waits to be picked up, or for its time. */
  | 'READY'
  /** It goes back to the shop. */
  | 'RETURNING'
  /** The shop gave it away. */
  | 'SENT';

/** Units of a line. */
export type ParcelUnits = {
  __typename?: 'ParcelUnits';
  /** Which line. */
  number: Scalars['Int']['output'];
  /** How many units of it. */
  units: Scalars['Int']['output'];
};

/** Units of a line for a parcel. */
export type ParcelUnitsInput = {
  /** Which line. */
  number: Scalars['Int']['input'];
  /** How many units. */
  units: Scalars['Int']['input'];
};

/** What a carrier told of a parcel. */
export type ParcelWord = {
  __typename?: 'ParcelWord';
  /** When it happened. */
  at: Scalars['Instant']['output'];
  /** What happened. */
  kind: ParcelWordKind;
  /** Where. */
  place: Scalars['String']['output'];
};

/** What a carrier tells of a parcel. */
export type ParcelWordKind =
  /** It is brought today. */
  | 'ARRIVING'
  /** It was collected from the shop. */
  | 'COLLECTED'
  /** It was handed over. */
  | 'DELIVERED'
  /** It could not be handed over. */
  | 'FAILED'
  /** It is lost. */
  | 'LOST'
  /** It goes on. */
  | 'MOVING'
  /** Something that changes nothing. */
  | 'NOTED'
  /** It goes back. */
  | 'RETURNING';

/** What the customer lets a partner do and see. */
export type PartnerConsent = {
  __typename?: 'PartnerConsent';
  /** The accounts that it covers. */
  accounts: Array<WalletAccount>;
  /** The most for one day; null where there is no such cap. */
  dayCap?: Maybe<Money>;
  /** Until when it stands. */
  expiresAt: Scalars['Instant']['output'];
  /** When it was given. */
  grantedAt: Scalars['Instant']['output'];
  /** The consent. */
  id: Scalars['ID']['output'];
  /** The most for one month; null where it allows no payments. */
  monthCap?: Maybe<Money>;
  /** What the partner sees in full, not masked: name, phone_number. */
  openClaims: Array<Scalars['String']['output']>;
  /** What the partner is called; null if it cannot be read just now. */
  partnerName?: Maybe<Scalars['String']['output']>;
  /** The one payment that it is about; null where it is about more. */
  payment?: Maybe<AgreedPayment>;
  /** The most for one payment; null where it allows none. */
  paymentCap?: Maybe<Money>;
  /** What the partner says it is for; empty where it says nothing. */
  purpose: Scalars['String']['output'];
  /** When it was taken back; null while it was not. */
  revokedAt?: Maybe<Scalars['Instant']['output']>;
  /** What the partner may do and see, for example payments.write. */
  scopes: Array<Scalars['String']['output']>;
  /** What was paid under it this month (Asia/Shanghai); null where it allows no payments. */
  spentThisMonth?: Maybe<Money>;
  /** Where it stands. */
  state: PartnerConsentState;
  /** How many payments are left; null where they are not counted. */
  usesLeft?: Maybe<Scalars['Int']['output']>;
  /** Counts what the customer changed of it, from 1. */
  version: Scalars['Int']['output'];
};

/** One page of a list, in its order. */
export type PartnerConsentConnection = {
  __typename?: 'PartnerConsentConnection';
  /** The rows, each with its cursor. */
  edges: Array<PartnerConsentEdge>;
  /** The rows. */
  nodes: Array<PartnerConsent>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PartnerConsentEdge = {
  __typename?: 'PartnerConsentEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: PartnerConsent;
};

/** Where a consent to a partner stands. */
export type PartnerConsentState =
  /** The partner may act under it. */
  | 'ACTIVE'
  /** Its time has come. */
  | 'EXPIRED'
  /** The customer took it back. */
  | 'REVOKED'
  /** All of its uses were made. What was done can still be seen. */
  | 'USED_UP';

/** A customer as others see one: the other side of a movement. Never more than a masked name and phone. */
export type Party = {
  __typename?: 'Party';
  /** A name to show: the masked name, for example 张*, or the masked phone where no name was verified. Null for a customer who was erased. */
  displayName?: Maybe<Scalars['String']['output']>;
  /** For example 138****8000; null for a customer who was erased. */
  maskedPhone?: Maybe<Scalars['String']['output']>;
};

/** The standing order, or why it was refused. */
export type PauseStandingOrderResult = IdReused | StandingOrder | StandingOrderEnded | StandingOrderNotFound;

/** Pay a bill out of the wallet. */
export type PayBillInput = {
  /** What the customer saw and confirmed. */
  amount: MoneyInput;
  /** Which bill. */
  billId: Scalars['ID']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id. A repeat pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The order that pays it, or why it was refused. */
export type PayBillResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | BillChanged | BillNotFound | BillNotOpen | IdReused | InsufficientFunds | LimitExceeded | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | SceneOrder | UnknownCurrency;

/** Pay a booking, or its supplement. */
export type PayBookingInput = {
  /** What the customer saw and confirmed. */
  amount: MoneyInput;
  /** The booking. */
  bookingId: Scalars['ID']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id. */
  requestId: Scalars['UUID']['input'];
};

/** The booking, which is being paid, or why it was refused. */
export type PayBookingResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | Booking | BookingAmountChanged | BookingNotFound | BookingNotOpen | IdReused | InsufficientFunds | LimitExceeded | LinkNotFound | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | UnknownCurrency;

/** The booking, whose supplement is being paid, or why it was refused. */
export type PayBookingSupplementResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | Booking | BookingAmountChanged | BookingNotFound | BookingNotOpen | IdReused | InsufficientFunds | LimitExceeded | LinkNotFound | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | UnknownCurrency;

/** Pay a merchant. */
export type PayInput = {
  /** Where the money comes from; null: all from the wallet. */
  fundings?: InputMaybe<Array<FundingInput>>;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** What is confirmed. */
  purchase: PurchaseInput;
  /** Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** Pay one part by hand: early, or after it was held back. */
export type PayInstalmentInput = {
  /** Which part. */
  number: Scalars['Int']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** The plan. */
  planId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the order's id. */
  requestId: Scalars['UUID']['input'];
};

/** The order that pays it, or why it was refused. */
export type PayInstalmentResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountOutOfRange | IdReused | InstalmentNotDue | InsufficientFunds | LimitExceeded | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | SceneOrder | UnknownCurrency;

/** Pay a part of a loan before it is due. */
export type PayLoanEarlyInput = {
  /** How much; the fee that was quoted is taken on top. */
  amount: MoneyInput;
  /** What it does. */
  choice: EarlyChoice;
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** What was paid, or why it was refused. */
export type PayLoanEarlyResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CurrencyMismatch | EarlyPaymentTooSmall | IdReused | InsufficientFunds | LoanEnded | LoanNotFound | LoanServiced | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency;

/** End a loan for the total that was quoted today. */
export type PayLoanOffInput = {
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** The day of the quote. */
  quotedOn: Scalars['Date']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The total, as it was quoted. */
  total: MoneyInput;
};

/** What was paid, or why it was refused. */
export type PayLoanOffResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | CurrencyMismatch | IdReused | InsufficientFunds | LoanEnded | LoanNotFound | LoanServiced | PayOffChanged | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency;

/** Pay what waits of a checkout. */
export type PayMallOrdersInput = {
  /** What the orders were placed with. */
  checkoutId: Scalars['ID']['input'];
  /** Where the money comes from; null: all from the wallet. */
  fundings?: InputMaybe<Array<FundingInput>>;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The orders, or why they still wait. */
export type PayMallOrdersResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CheckedOut | CurrencyMismatch | FreshSignInNeeded | FundingChanged | FundingMismatch | FundingNotFound | IdReused | InsufficientFunds | LimitExceeded | MallOrderEnded | MallOrderNotFound | MerchantNotFound | OutOfStock | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | UnknownCurrency;

/** Pay what was asked for. */
export type PayMoneyRequestInput = {
  /** Which request for money. */
  id: Scalars['ID']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The payment, or why it was refused. */
export type PayMoneyRequestResult = AccountClosed | AccountFrozen | AccountNotFound | FreshSignInNeeded | IdReused | InsufficientFunds | LimitExceeded | MoneyRequestEnded | MoneyRequestNotFound | MoneyRequestPaid | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | TransferTooLarge;

/** The total or the day is not the one that was quoted. */
export type PayOffChanged = Problem & {
  __typename?: 'PayOffChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What ends the loan now. */
  total: Money;
};

/** Pay a purchase at once, out of the wallet. */
export type PayPurchaseInput = {
  /** What the customer saw and confirmed. */
  amount: MoneyInput;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Which purchase. */
  purchaseId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the order's id. A repeat pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The order that pays it, or why it was refused. */
export type PayPurchaseResult = AccountClosed | AccountFrozen | AccountNotFound | AlreadyOrdered | AmountMalformed | AmountOutOfRange | IdReused | InsufficientFunds | LimitExceeded | PaymentTooLarge | PinLocked | PinNotSet | PinRequired | PinWrong | PurchaseChanged | PurchaseNotFound | PurchaseNotOpen | SceneNotFound | SceneOrder | UnknownCurrency;

/** The payment, or why it was refused. */
export type PayResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountNotOurs | AmountOutOfRange | AmountRequired | CodeMalformed | CodeNotFound | CurrencyMismatch | FreshSignInNeeded | FundingChanged | FundingMismatch | FundingNotFound | IdReused | InsufficientFunds | LimitExceeded | OrderEnded | Paid | PaymentDuplicated | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | TipRefused | TooManyPayments | UnknownCurrency;

/** Pay several merchants in one confirmation, all or none. */
export type PayTogetherInput = {
  /** Where the money comes from; null: all from the wallet. */
  fundings?: InputMaybe<Array<FundingInput>>;
  /** The payment PIN, if the whole needs it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** What is confirmed, 20 at most. */
  purchases: Array<PurchaseInput>;
  /** Made by the app and kept before its first attempt. A repeat with the same id pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The payments, or why none was made. */
export type PayTogetherResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountNotOurs | AmountOutOfRange | AmountRequired | CodeMalformed | CodeNotFound | CurrencyMismatch | FreshSignInNeeded | FundingChanged | FundingMismatch | FundingNotFound | IdReused | InsufficientFunds | LimitExceeded | OrderEnded | PaidTogether | PaymentDuplicated | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | TipRefused | TooManyPayments | UnknownCurrency;

/** Somebody whom the viewer keeps to pay again. */
export type Payee = {
  __typename?: 'Payee';
  /** What the viewer calls the payee; empty where nothing was given. */
  alias: Scalars['String']['output'];
  /** When the viewer first paid the payee; null if never. */
  firstPaidAt?: Maybe<Scalars['Instant']['output']>;
  /** From when on the limit for new payees does not hold; null while the payee was never paid. */
  knownFrom?: Maybe<Scalars['Instant']['output']>;
  /** The payee, masked; null for a customer who was erased. */
  party?: Maybe<Party>;
  /** Since when the payee is kept; null once removed. */
  savedAt?: Maybe<Scalars['Instant']['output']>;
  /** The payee's customer id: what a transfer names. */
  targetId: Scalars['ID']['output'];
};

/** One page of a list, in its order. */
export type PayeeConnection = {
  __typename?: 'PayeeConnection';
  /** The rows, each with its cursor. */
  edges: Array<PayeeEdge>;
  /** The rows. */
  nodes: Array<Payee>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PayeeEdge = {
  __typename?: 'PayeeEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Payee;
};

/** Whom to pay: the text of a scanned code, or an order by its id. */
export type PayeeInput = {
  /** What the scanned picture says. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** An order that asks the viewer. */
  orderId?: InputMaybe<Scalars['ID']['input']>;
};

/** The viewer keeps no such payee. */
export type PayeeNotFound = Problem & {
  __typename?: 'PayeeNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Who is asked: named by phone or by id. */
export type PayerInput = {
  /** The payer's customer id. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The payer's phone number. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** A payment of the viewer to a merchant. */
export type Payment = {
  __typename?: 'Payment';
  /** What was paid, with the tip. */
  amount: Money;
  /** The payment. */
  id: Scalars['ID']['output'];
  /** Who was paid; null if it cannot be read just now. */
  merchant?: Maybe<Merchant>;
  /** How the two met. */
  method: PaymentMethod;
  /** The order that it paid. */
  orderId?: Maybe<Scalars['ID']['output']>;
  /** When. */
  paidAt: Scalars['Instant']['output'];
  /** The merchant's own words for it. */
  reference: Scalars['String']['output'];
  /** What of it came back. */
  refunded: Money;
  /** What went back, oldest first. */
  refunds: Array<Refund>;
  /** Where; null if it cannot be read just now. */
  shop?: Maybe<Shop>;
  /** Where the money came from, and where refunds go back to. */
  sources: Array<PaymentSource>;
  /** The tip. */
  tip: Money;
};

/** The viewer's own payment code, to be shown as QR and barcode. */
export type PaymentCode = {
  __typename?: 'PaymentCode';
  /** The same digits as an EMVCo consumer-presented code, base64: what the QR code says. */
  consumerPresented: Scalars['String']['output'];
  /** Twenty digits: what the barcode says, and a QR code may. */
  digits: Scalars['String']['output'];
  /** Until when it is taken. */
  expiresAt: Scalars['Instant']['output'];
  /** When to show the next one. */
  nextAt: Scalars['Instant']['output'];
};

/** The customer's code is unknown, used, or past its minute. */
export type PaymentCodeRefused = Problem & {
  __typename?: 'PaymentCodeRefused';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** This session may show payment codes: 36, the serial, and eight digits of HMAC-SHA256 over the ten seconds (RFC 6238). */
export type PaymentCodesEnrolled = {
  __typename?: 'PaymentCodesEnrolled';
  /** The key with which the app makes the codes of this session itself, also without a network. Base64; keep it in the device's key store. */
  key: Scalars['String']['output'];
  /** The ten digits after 36. */
  serial: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type PaymentConnection = {
  __typename?: 'PaymentConnection';
  /** The rows, each with its cursor. */
  edges: Array<PaymentEdge>;
  /** The rows. */
  nodes: Array<Payment>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** One order twice in one confirmation. */
export type PaymentDuplicated = Problem & {
  __typename?: 'PaymentDuplicated';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A row of a list with its cursor. */
export type PaymentEdge = {
  __typename?: 'PaymentEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Payment;
};

/** Why a line cannot be paid. */
export type PaymentFaultReason =
  /** The invoice says another amount or currency. */
  | 'AMOUNT_DIFFERS'
  /** The company has no such invoice. */
  | 'INVOICE_NOT_FOUND'
  /** Order, deliveries and invoice do not match: see `mismatches`. */
  | 'MISMATCHED'
  /** It is paid. */
  | 'PAID'
  /** An earlier line pays it. */
  | 'REPEATED'
  /** The bank does not know whose the supplier's number is. */
  | 'SUPPLIER_UNKNOWN';

/** How the payer and the merchant met. */
export type PaymentMethod =
  /** The payer paid an order. */
  | 'ORDER'
  /** The merchant scanned the payer's own code. */
  | 'PAYMENT_CODE'
  /** The payer scanned a printed code. */
  | 'STATIC_CODE';

/** No such payment, or none that the caller may act on. */
export type PaymentNotFound = Problem & {
  __typename?: 'PaymentNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Invoices that are paid together, or not at all: made by one member of the company and checked by another. */
export type PaymentRun = {
  __typename?: 'PaymentRun';
  /** When it came. */
  broughtAt: Scalars['Instant']['output'];
  /** The company. */
  companyId: Scalars['ID']['output'];
  /** When. */
  decidedAt?: Maybe<Scalars['Instant']['output']>;
  /** Who approved, rejected or withdrew it. */
  decidedBy?: Maybe<Scalars['ID']['output']>;
  /** What would keep it from being paid now; nothing where it may be, or has ended. */
  faults: Array<PaymentRunFault>;
  /** What it was made of. */
  format: PaymentRunFormat;
  /** The run. */
  id: Scalars['ID']['output'];
  /** What it pays. */
  instructions: Array<PaymentRunLine>;
  /** Whether the company's system brought it. */
  isFromSystem: Scalars['Boolean']['output'];
  /** When. */
  madeAt?: Maybe<Scalars['Instant']['output']>;
  /** Who made it; null while nobody has taken up what the company's system brought. */
  madeBy?: Maybe<Scalars['ID']['output']>;
  /** The company's own name for it. */
  messageId: Scalars['String']['output'];
  /** What it has paid. */
  payments: Array<InvoicePayment>;
  /** Why it was rejected. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Where it stands. */
  state: PaymentRunState;
  /** What it comes to, in each of its currencies. */
  totals: Array<Money>;
};

/** A payment run waits for a checker. */
export type PaymentRunBrought = {
  __typename?: 'PaymentRunBrought';
  /** Whether it was known. */
  isRepeat: Scalars['Boolean']['output'];
  /** The run; null if it cannot be read just now. */
  run?: Maybe<PaymentRun>;
  /** The run. */
  runId: Scalars['ID']['output'];
};

/** A payment run stands elsewhere now. */
export type PaymentRunChanged = {
  __typename?: 'PaymentRunChanged';
  /** The run; null if it cannot be read just now. */
  run?: Maybe<PaymentRun>;
  /** The run. */
  runId: Scalars['ID']['output'];
  /** Where it stands now. */
  state: PaymentRunState;
};

/** One page of a list, in its order. */
export type PaymentRunConnection = {
  __typename?: 'PaymentRunConnection';
  /** The rows, each with its cursor. */
  edges: Array<PaymentRunEdge>;
  /** The rows. */
  nodes: Array<PaymentRun>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PaymentRunEdge = {
  __typename?: 'PaymentRunEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: PaymentRun;
};

/** It pays nothing, too many invoices, or something that is no invoice's number or no amount of a currency. */
export type PaymentRunEmpty = Problem & {
  __typename?: 'PaymentRunEmpty';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most invoices. */
  mostInvoices: Scalars['Int']['output'];
};

/** Why a line of a run cannot be paid. */
export type PaymentRunFault = {
  __typename?: 'PaymentRunFault';
  /** The line, as the run has it. */
  line: Scalars['Int']['output'];
  /** What does not match. */
  mismatches: Array<InvoiceMismatch>;
  /** Why. */
  reason: PaymentFaultReason;
};

/** What a payment run was made of. */
export type PaymentRunFormat =
  /** Invoices chosen in the app. */
  | 'APP'
  /** A file of comma-separated lines. */
  | 'CSV'
  /** A file as ISO 20022 has it. */
  | 'PAIN_001';

/** Names a payment run. */
export type PaymentRunInput = {
  /** Made by the app and kept before its first attempt. A repeat is answered alike. */
  requestId: Scalars['UUID']['input'];
  /** The run. */
  runId: Scalars['ID']['input'];
};

/** An invoice that a run pays. */
export type PaymentRunLine = {
  __typename?: 'PaymentRunLine';
  /** How much. */
  amount: Money;
  /** The invoice's number. */
  invoice: Scalars['String']['output'];
  /** Its place in the file, counted from 1. */
  line: Scalars['Int']['output'];
  /** The company's own name for the transfer; null without one. */
  reference?: Maybe<Scalars['String']['output']>;
};

/** A name is one run for ever. */
export type PaymentRunNameUsed = Problem & {
  __typename?: 'PaymentRunNameUsed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No run of that id, or the viewer may not do that to it. */
export type PaymentRunNotFound = Problem & {
  __typename?: 'PaymentRunNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It has ended, or waits for something else, or another made it. */
export type PaymentRunNotOpen = Problem & {
  __typename?: 'PaymentRunNotOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands: uploaded, submitted, paid, rejected or withdrawn. */
  state: Scalars['String']['output'];
};

/** Whoever made a run neither approves nor rejects it. It may be withdrawn. */
export type PaymentRunOwn = Problem & {
  __typename?: 'PaymentRunOwn';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a payment run stands. */
export type PaymentRunState =
  /** The suppliers have it. */
  | 'PAID'
  /** A checker turned it down. */
  | 'REJECTED'
  /** Somebody made it; another is to check it. */
  | 'SUBMITTED'
  /** The company's system brought it; a maker is to take it up. */
  | 'UPLOADED'
  /** It was taken back. */
  | 'WITHDRAWN';

/** A part of a payment by where it came from. */
export type PaymentSource = {
  __typename?: 'PaymentSource';
  /** What it gave. */
  amount: Money;
  /** What of that came back. */
  refunded: Money;
  /** The source of money: "wallet". */
  source: Scalars['String']['output'];
};

/** More than one payment in that scene may be, or than the customer's tier may pay at once. */
export type PaymentTooLarge = Problem & {
  __typename?: 'PaymentTooLarge';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most. */
  most: Money;
};

/** What a period is counted in. */
export type PeriodUnit =
  /** Days. */
  | 'DAYS'
  /** Months, with the day of the first, or the last day where a month has it not. */
  | 'MONTHS'
  /** Weeks. */
  | 'WEEKS';

/** Somebody has that phone: go on with `signInWithTicket` and a one-time code. */
export type PhoneInUse = Problem & {
  __typename?: 'PhoneInUse';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not a phone number: a Chinese mobile number, or a foreign one with its country code. */
export type PhoneMalformed = Problem & {
  __typename?: 'PhoneMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Somebody was handed it over. */
export type PickUpCodeRedeemed = Problem & {
  __typename?: 'PickUpCodeRedeemed';
  /** When. */
  at: Scalars['Instant']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Nothing waits under it. */
export type PickUpCodeUnknown = Problem & {
  __typename?: 'PickUpCodeUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** There is a PIN already: it is changed with the old one, or reset after a fresh sign-in. */
export type PinAlreadySet = Problem & {
  __typename?: 'PinAlreadySet';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Too many wrong PINs. Until the lock ends no PIN is looked at, right or wrong. */
export type PinLocked = Problem & {
  __typename?: 'PinLocked';
  /** When it may be tried again. */
  lockedUntil: Scalars['Instant']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Not six digits. */
export type PinMalformed = Problem & {
  __typename?: 'PinMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** This needs the payment PIN. */
export type PinNeeded = Problem & {
  __typename?: 'PinNeeded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** There is no PIN yet. */
export type PinNotSet = Problem & {
  __typename?: 'PinNotSet';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Amounts above `above` are sent with the payment PIN. Ask for it and send again under a new id. */
export type PinRequired = Problem & {
  __typename?: 'PinRequired';
  /** Up to this amount no PIN is needed. */
  above: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The payment PIN is the new one. */
export type PinStored = {
  __typename?: 'PinStored';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
};

/** Digits in a row, repeated or mirrored. */
export type PinTooSimple = Problem & {
  __typename?: 'PinTooSimple';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The PIN is wrong. With no attempt left it is locked for a while. */
export type PinWrong = Problem & {
  __typename?: 'PinWrong';
  /** How often it may still be tried. */
  attemptsLeft: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Order what was quoted. */
export type PlaceMallOrderInput = {
  /** Where it goes. */
  delivery: DeliveryAddressInput;
  /** Where the money comes from; none: the orders wait 15 minutes for it. */
  fundings?: Array<FundingInput>;
  /** What is ordered, 100 lines at most. */
  lines: Array<MallOrderLineInput>;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** The quote that was shown. */
  quoteHash: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id orders nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The scene from which the customer came, as in the quote. */
  scene?: InputMaybe<Scalars['ID']['input']>;
};

/** The orders, or why they were refused: then nothing is reserved, nor paid. */
export type PlaceMallOrderResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CartFull | CheckedOut | CurrencyMismatch | DeliveryMalformed | FreshSignInNeeded | FundingChanged | FundingMismatch | FundingNotFound | IdReused | InsufficientFunds | LimitExceeded | MerchantNotFound | OutOfStock | PinLocked | PinNotSet | PinRequired | PinWrong | PriceChanged | RefusedForSafety | TooManyPayments | UnitsMalformed | UnknownCurrency | VariantUnavailable;

/** Ask to be paid. */
export type PlaceMerchantOrderInput = {
  /** How much. */
  amount: MoneyInput;
  /** For how long it can be paid. */
  lifeSeconds?: Scalars['Int']['input'];
  /** The merchant's own words for it, 64 characters at most. */
  reference?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The shop that asks. */
  shopId: Scalars['ID']['input'];
};

/** The order, or why it was refused. */
export type PlaceMerchantOrderResult = AmountMalformed | AmountOutOfRange | IdReused | MerchantNameMalformed | MerchantNotFound | MerchantOrderPlaced | OrderExpiryOutOfRange | UnknownCurrency;

/** Where a code is seen. */
export type Placement = {
  __typename?: 'Placement';
  /** The placement. */
  id: Scalars['ID']['output'];
  /** Where it is seen. */
  kind: PlacementKind;
  /** What it is called. */
  label: Scalars['String']['output'];
  /** The slot's number, counted from 1 along the rows. */
  slot?: Maybe<Scalars['Int']['output']>;
  /** The wall, for a slot. */
  wallId?: Maybe<Scalars['ID']['output']>;
};

/** Where a code is seen. */
export type PlacementKind =
  /** On a page. */
  | 'PAGE'
  /** On a poster. */
  | 'POSTER'
  /** Shared by a customer. */
  | 'SHARE'
  /** On a shelf, beside the goods. */
  | 'SHELF'
  /** In a slot of a wall. */
  | 'SLOT'
  /** On a table. */
  | 'TABLE';

/** The first day lies in the past. */
export type PlanBeginsInThePast = Problem & {
  __typename?: 'PlanBeginsInThePast';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The business day. */
  today: Scalars['Date']['output'];
};

/** The viewer has no such plan. */
export type PlanNotFound = Problem & {
  __typename?: 'PlanNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a plan repeats. */
export type PlanRhythm =
  /** Every other week. */
  | 'FORTNIGHTLY'
  /** Every month on the day of the first; in a month without it, on the last day. */
  | 'MONTHLY'
  /** Every week. */
  | 'WEEKLY';

/** Where a plan stands. */
export type PlanState =
  /** Its next occurrence will be ordered. */
  | 'ACTIVE'
  /** Occurrences are left out until it is resumed. */
  | 'PAUSED'
  /** Its owner stopped it, or three failures in a row did. */
  | 'STOPPED';

/** By its owner, or by three failures in a row. */
export type PlanStopped = Problem & {
  __typename?: 'PlanStopped';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The viewer's points. */
export type Points = {
  __typename?: 'Points';
  /** What the viewer has now. */
  balance: PointsBalance;
  /** How many of them expire within so many days (30, at most 366), today's midnight being the first. */
  expiring: Money;
  /** What happened to them, newest first, at most 50 a page. What has just expired may not stand here yet. */
  history: MovementConnection;
  /** The lots that are good and hold something, those first that expire first; at most 50 a page. */
  lots: PointsLotConnection;
};


/** The viewer's points. */
export type PointsExpiringArgs = {
  days?: Scalars['Int']['input'];
};


/** The viewer's points. */
export type PointsHistoryArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


/** The viewer's points. */
export type PointsLotsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** What can be spent, and what is owed. */
export type PointsBalance = {
  __typename?: 'PointsBalance';
  /** Points that are good now. */
  available: Money;
  /** Points taken back by a refund after they had been spent: the next that are earned pay them first. */
  owed: Money;
};

/** Points that were earned together and expire together. */
export type PointsLot = {
  __typename?: 'PointsLot';
  /** How many there were. */
  earned: Money;
  /** When they are not good any more: midnight in Shanghai after the last day. */
  expiresAt: Scalars['Instant']['output'];
  /** The lot. */
  id: Scalars['ID']['output'];
  /** The last day in Shanghai on which they are good, for example 2027-11-30. */
  lastDay: Scalars['String']['output'];
  /** How many of them are left. */
  remaining: Money;
};

/** One page of a list, in its order. */
export type PointsLotConnection = {
  __typename?: 'PointsLotConnection';
  /** The rows, each with its cursor. */
  edges: Array<PointsLotEdge>;
  /** The rows. */
  nodes: Array<PointsLot>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PointsLotEdge = {
  __typename?: 'PointsLotEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: PointsLot;
};

/** What the viewer holds in one currency. */
export type Portfolio = {
  __typename?: 'Portfolio';
  /** How it is spread, the largest part first. */
  allocation: Array<AllocationPart>;
  /** The business day. */
  asOf: Scalars['Date']['output'];
  /** The same money in another product; null where there is none of that code. */
  benchmark?: Maybe<PortfolioBenchmark>;
  /** A chart: a point a day, fewer where the range is long. */
  chart: Array<PortfolioPoint>;
  /** What was paid for it. */
  cost: Money;
  /** Daily income that was paid in shares. */
  income: Money;
  /** The positions, what is worth most first. */
  positions: Array<FundPosition>;
  /** What redemptions have brought above their cost. */
  realised: Money;
  /** What the days after `since` until `until` brought. */
  returns: PortfolioReturns;
  /** What all is worth. */
  worth: Money;
};


/** What the viewer holds in one currency. */
export type PortfolioAllocationArgs = {
  by: AllocationMark;
};


/** What the viewer holds in one currency. */
export type PortfolioBenchmarkArgs = {
  code: Scalars['String']['input'];
  since: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};


/** What the viewer holds in one currency. */
export type PortfolioChartArgs = {
  since: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};


/** What the viewer holds in one currency. */
export type PortfolioReturnsArgs = {
  since: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};

/** A product that a portfolio is compared with. */
export type PortfolioBenchmark = {
  __typename?: 'PortfolioBenchmark';
  /** What a share of it did over the range. */
  change: Return;
  /** The product. */
  fund: Fund;
  /** What the portfolio's money would have been worth there; none where it had no value yet. */
  points: Array<PortfolioPoint>;
};

/** A point of a chart. */
export type PortfolioPoint = {
  __typename?: 'PortfolioPoint';
  /** The day. */
  day: Scalars['Date']['output'];
  /** What had been paid in until then, less what was paid out. */
  paidIn: Money;
  /** What the portfolio was worth when it ended. */
  worth: Money;
};

/** What a range of days brought. */
export type PortfolioReturns = {
  __typename?: 'PortfolioReturns';
  /** In money. */
  gain: Money;
  /** The yearly rate that explains every flow (XIRR, actual/365). */
  moneyWeighted: Return;
  /** The gain as a part of what was there or was paid in. */
  simple: Return;
  /** What one unit of money did that was there all the time. */
  timeWeighted: Return;
};

/** A form that was filled in before a visit. Its answers are shown at the counter alone. */
export type Prefill = {
  __typename?: 'Prefill';
  /** What its code says: a link to show at the counter. It opens the form once. */
  address: Scalars['String']['output'];
  /** Until when it may be opened. */
  expiresAt: Scalars['Instant']['output'];
  /** The form. */
  id: Scalars['ID']['output'];
  /** When it was filled in. */
  madeAt: Scalars['Instant']['output'];
  /** What for. */
  service: BranchService;
  /** How it stands. */
  state: PrefillState;
};

/** It was not opened in time, or was taken back. */
export type PrefillExpired = Problem & {
  __typename?: 'PrefillExpired';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A form opens once. */
export type PrefillOpenedAlready = Problem & {
  __typename?: 'PrefillOpenedAlready';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a form stands. */
export type PrefillState =
  /** Nobody opened it in time. */
  | 'EXPIRED'
  /** It was opened. */
  | 'OPENED'
  /** It may be opened at the counter. */
  | 'WAITING'
  /** The customer took it back. */
  | 'WITHDRAWN';

/** Foreign, cut off, mistyped or forged. */
export type PrefillUnknown = Problem & {
  __typename?: 'PrefillUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The viewer has as many forms waiting as one may have. */
export type PrefillsTooMany = Problem & {
  __typename?: 'PrefillsTooMany';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most at a time. */
  mostPrefills: Scalars['Int']['output'];
};

/** What was shown is not what it costs now: quote again, and order with the new hash under a new id. */
export type PriceChanged = Problem & {
  __typename?: 'PriceChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Names the quote that stands. */
  quoteHash: Scalars['String']['output'];
};

/** A range of prices, and how many products begin in it. */
export type PriceFacetCount = {
  __typename?: 'PriceFacetCount';
  /** From here on. */
  least: Money;
  /** Below this; null for no end. */
  most?: Maybe<Money>;
  /** How many begin in it. */
  products: Scalars['Int']['output'];
};

/** It costs no less, or is not sold now. */
export type PriceNotLower = Problem & {
  __typename?: 'PriceNotLower';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Seven days after the order are over, or the line was made good before. */
export type PriceProtectionEnded = Problem & {
  __typename?: 'PriceProtectionEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A prize of a game. */
export type Prize = {
  __typename?: 'Prize';
  /** Whose coupon it is, if it is one. */
  campaignId?: Maybe<Scalars['ID']['output']>;
  /** How much, if it is an amount. */
  gives?: Maybe<Money>;
  /** What it is. */
  kind: PrizeKind;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** How many there are; null: any number. */
  stock?: Maybe<Scalars['Int']['output']>;
  /** How often it is drawn, among the weights of all. */
  weight: Scalars['Int']['output'];
};

/** What a prize is. */
export type PrizeKind =
  /** Money into the wallet, or points. */
  | 'AMOUNT'
  /** A coupon. */
  | 'COUPON'
  /** Nothing. */
  | 'NOTHING';

/** The viewer has no open wallet in the game's currency. */
export type PrizeWalletMissing = Problem & {
  __typename?: 'PrizeWalletMissing';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A refusal that the app can act on. `message` is for the customer, in the language of Accept-Language. */
export type Problem = {
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What can be offered: bought, opened or learned about by its code. */
export type Product = {
  __typename?: 'Product';
  /** The product, within its kind. */
  id: Scalars['ID']['output'];
  /** Whether it can be had. A retired product may lead to another. */
  isLive: Scalars['Boolean']['output'];
  /** Of what kind it is. */
  kind: ProductKind;
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** Since when it is known. */
  registeredAt: Scalars['Instant']['output'];
  /** The live product that a retired one leads to; null while it is live itself, and where nothing follows it. */
  successor?: Maybe<Product>;
};

/** The code is genuine; nothing follows what it led to. */
export type ProductGone = Problem & {
  __typename?: 'ProductGone';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What it was called in English. */
  nameEn: Scalars['String']['output'];
  /** What it was called in Chinese. */
  nameZh: Scalars['String']['output'];
};

/** Name a product by its kind and id. */
export type ProductKeyInput = {
  /** The product, within its kind. */
  id: Scalars['ID']['input'];
  /** Of what kind it is. */
  kind: ProductKind;
};

/** Of what kind a product is. */
export type ProductKind =
  /** A service at a branch. */
  | 'BRANCH_SERVICE'
  /** A campaign with coupons to claim. */
  | 'CAMPAIGN'
  /** A fund or a term product. */
  | 'FUND'
  /** Goods of the mall. */
  | 'GOODS'
  /** A loan product. */
  | 'LOAN'
  /** Somewhere to pay. */
  | 'MERCHANT'
  /** Somebody to pay. */
  | 'PERSON'
  /** A form that the viewer filled in before a visit. */
  | 'PREFILL'
  /** A red packet to grab. */
  | 'RED_PACKET'
  /** A partner's scene. */
  | 'SCENE'
  /** The viewer's own queue ticket at a branch. */
  | 'TICKET';

/** There is no such product. */
export type ProductNotFound = Problem & {
  __typename?: 'ProductNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No confirmation helps. */
export type ProductUnsuitable = Problem & {
  __typename?: 'ProductUnsuitable';
  /** The viewer's class. */
  investorClass: Scalars['String']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The product's rating. */
  rating: Scalars['String']['output'];
};

/** It has gone, or has come back: read it again. */
export type PromiseEnded = Problem & {
  __typename?: 'PromiseEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What makes a promised transfer go. */
export type PromiseKind =
  /** It goes 24 hours later, unless the sender calls it back. */
  | 'IN_ONE_DAY'
  /** It goes two hours later, unless the sender calls it back. */
  | 'IN_TWO_HOURS'
  /** The receiver accepts it within 24 hours, or it flows back. */
  | 'ON_ACCEPTANCE';

/** Promise to pay what is due by a day. */
export type PromiseLoanPaymentInput = {
  /** How much: at least what is due. */
  amount: MoneyInput;
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** By when, two weeks from today at most. */
  promisedOn: Scalars['Date']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The promise, or why it was refused. */
export type PromiseLoanPaymentResult = AmountMalformed | CurrencyMismatch | IdReused | LoanCollection | LoanEnded | LoanNotFound | PromiseRefused | UnknownCurrency;

/** No such promised transfer, or not one that the viewer may decide on. The two are not told apart. */
export type PromiseNotFound = Problem & {
  __typename?: 'PromiseNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** `what` names what stands against it: due (nothing is), amount, day, broken (too many before). */
export type PromiseRefused = Problem & {
  __typename?: 'PromiseRefused';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What stands against it. */
  what: Scalars['String']['output'];
};

/** Where a promised transfer stands. */
export type PromiseState =
  /** The money has moved. */
  | 'POSTED'
  /** The money is the sender's again. */
  | 'RETURNED'
  /** The money is set aside. */
  | 'WAITING';

/** Promise a transfer. */
export type PromiseTransferInput = {
  /** What to send. */
  amount: MoneyInput;
  /** What makes it go. */
  kind: PromiseKind;
  /** A few words for the recipient, 140 characters at most. */
  note?: Scalars['String']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the promised transfer's id. A repeat sets nothing aside twice. */
  requestId: Scalars['UUID']['input'];
  /** Who receives it. One on acceptance may name a phone that nobody has registered yet. */
  to: RecipientInput;
};

/** The promised transfer, or why it was refused. */
export type PromiseTransferResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | FreshSignInNeeded | IdReused | InsufficientFunds | LimitExceeded | NoteTooLong | PinLocked | PinNotSet | PinRequired | PinWrong | PromisedTransfer | RecipientNotFound | RefusedForSafety | TransferToSelf | TransferTooLarge | UnknownCurrency;

/** A transfer that is set aside and goes later, or comes back. */
export type PromisedTransfer = {
  __typename?: 'PromisedTransfer';
  /** What was promised. */
  amount: Money;
  /** Who is on the other side, masked; null for a phone that nobody has registered yet. */
  counterparty?: Maybe<Party>;
  /** When it goes by itself, or flows back. */
  dueAt: Scalars['Instant']['output'];
  /** When it went, or came back. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** The promised transfer: the id that the sender's app made. */
  id: Scalars['ID']['output'];
  /** Whether the viewer sends it, and does not receive it. */
  isOutgoing: Scalars['Boolean']['output'];
  /** What makes it go. */
  kind: PromiseKind;
  /** The phone that it was sent to, masked, where nobody had registered it; else null. */
  maskedPhone?: Maybe<Scalars['String']['output']>;
  /** What the sender wrote to it; empty where nothing was. */
  note: Scalars['String']['output'];
  /** When it was promised. */
  placedAt: Scalars['Instant']['output'];
  /** Why it came back; null unless it did. */
  returnReason?: Maybe<ReturnReason>;
  /** Where it stands. */
  state: PromiseState;
};

/** One page of a list, in its order. */
export type PromisedTransferConnection = {
  __typename?: 'PromisedTransferConnection';
  /** The rows, each with its cursor. */
  edges: Array<PromisedTransferEdge>;
  /** The rows. */
  nodes: Array<PromisedTransfer>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PromisedTransferEdge = {
  __typename?: 'PromisedTransferEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: PromisedTransfer;
};

/** What a promotion gives. */
export type PromotionGift =
  /** An amount, once so much is spent. */
  | 'AMOUNT_OFF'
  /** A part of every unit's price. */
  | 'PERCENT_OFF'
  /** Of so many units, the cheapest. */
  | 'UNITS_FREE';

/** A part is not as a promotion has it. */
export type PromotionMalformed = Problem & {
  __typename?: 'PromotionMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** No such promotion, or not the caller's. */
export type PromotionNotFound = Problem & {
  __typename?: 'PromotionNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a promotion is of. */
export type PromotionReach =
  /** All that the shop sells. */
  | 'ALL'
  /** Categories with what is below them. */
  | 'CATEGORIES'
  /** Products. */
  | 'PRODUCTS'
  /** Variants. */
  | 'VARIANTS';

/** An order at an outside shop. */
export type Purchase = {
  __typename?: 'Purchase';
  /** What it costs. */
  amount: Money;
  /** The purchase. */
  id: Scalars['ID']['output'];
  /** The instalments in which it may be paid; none once it is paid. */
  offers: Array<InstalmentOffer>;
  /** The order that pays or paid it at once; null where none did, or it cannot be read just now. */
  order?: Maybe<SceneOrder>;
  /** When it was ordered. */
  placedAt: Scalars['Instant']['output'];
  /** The instalments that pay it; null where none do, or they cannot be read just now. */
  plan?: Maybe<InstalmentPlan>;
  /** The shop's own number of the order. */
  reference: Scalars['String']['output'];
  /** What came back of it, or is to, the first first. */
  refunds: Array<SceneRefund>;
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** Where it stands. */
  state: PurchaseState;
  /** What was ordered, in the shop's words. */
  title: Scalars['String']['output'];
};

/** It comes to another amount than the customer confirmed. */
export type PurchaseChanged = Problem & {
  __typename?: 'PurchaseChanged';
  /** What it comes to now. */
  amount: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type PurchaseConnection = {
  __typename?: 'PurchaseConnection';
  /** The rows, each with its cursor. */
  edges: Array<PurchaseEdge>;
  /** The rows. */
  nodes: Array<Purchase>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type PurchaseEdge = {
  __typename?: 'PurchaseEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Purchase;
};

/** One merchant to pay. */
export type PurchaseInput = {
  /** How much, without the tip: needed for a printed code, confirmed for an order. */
  amount?: InputMaybe<MoneyInput>;
  /** A tip, where the merchant takes them. */
  tip?: InputMaybe<MoneyInput>;
  /** Whom to pay. */
  to: PayeeInput;
};

/** No purchase of that id, or it is somebody else's. */
export type PurchaseNotFound = Problem & {
  __typename?: 'PurchaseNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** It cannot be paid as it stands. */
export type PurchaseNotOpen = Problem & {
  __typename?: 'PurchaseNotOpen';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands. */
  state: Scalars['String']['output'];
};

/** Nothing was paid, or all came back, or is on its way back. */
export type PurchaseNotPaid = Problem & {
  __typename?: 'PurchaseNotPaid';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Where it stands. */
  state: Scalars['String']['output'];
};

/** A part of it is being collected just now. */
export type PurchasePartBusy = Problem & {
  __typename?: 'PurchasePartBusy';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a purchase stands. */
export type PurchaseState =
  /** The shop asks for it no longer. */
  | 'GONE'
  /** It is paid in parts: see `plan`. */
  | 'INSTALMENTS'
  /** It can be paid. */
  | 'OPEN'
  /** It is paid, here or elsewhere. */
  | 'PAID'
  /** An order pays it: see `order`. */
  | 'PAYING'
  /** All of it came back. */
  | 'REFUNDED'
  /** All of it is to come back; the shop has not said yet that it does. */
  | 'RETURNING';

/** Nobody can consent to that: the purpose, or that version of its wording, is not one of the house's. */
export type PurposeUnknown = Problem & {
  __typename?: 'PurposeUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What was sent. */
  purpose: Scalars['String']['output'];
};

/** Notifications go to this device. */
export type PushTokenRegistered = {
  __typename?: 'PushTokenRegistered';
  /** The customer as they are now; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
  /** The device of the session. */
  deviceId: Scalars['ID']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** An account of the viewer's wallet; null when there is none of that id, or it is somebody else's. */
  account?: Maybe<WalletAccount>;
  /** What an app of that platform must be to be served, and whether that version is; null when nothing is required. Asked as the app starts. */
  appRequirements?: Maybe<AppRequirements>;
  /** The viewer's appointments, what was booked last first. */
  appointments: AppointmentConnection;
  /** A bill of the viewer; null when there is none of that id, or it is somebody else's. */
  bill?: Maybe<Bill>;
  /** The viewer's bills in all scenes, latest due first. */
  bills: BillConnection;
  /** A booking of the viewer; null when there is none of that id, or it is somebody else's. */
  booking?: Maybe<Booking>;
  /** A search of the viewer; null when there is none of that id, or it is somebody else's. */
  bookingSearch?: Maybe<BookingSearch>;
  /** The viewer's bookings in all scenes, newest first. */
  bookings: BookingConnection;
  /** The branch of that id; null if there is none. */
  branch?: Maybe<Branch>;
  /** The service of that id; null if there is none. */
  branchService?: Maybe<BranchService>;
  /** Open branches near a point, nearest first; with a service's code, those that have it. */
  branches: BranchConnection;
  /** What the viewer holds that pays at tills: the source `change` of a payment. */
  change: Array<Change>;
  /** Accounts of customers who were found to be the viewer, with their statements: history, with nothing in them any more. */
  closedWallets: Array<WalletAccount>;
  /** The companies that the viewer acts for, first come first. */
  companies: Array<Company>;
  /** A company that the viewer acts for; null for others', and for none. */
  company?: Maybe<Company>;
  /** Several products beside each other, in the order asked for; unknown codes are left out. */
  compareFunds: Array<Fund>;
  /** A consent of the viewer to a partner; null when there is none of that id, or it is somebody else's. */
  consent?: Maybe<PartnerConsent>;
  /** The viewer's consents to partners, newest first, also those that have ended. */
  consents: PartnerConsentConnection;
  /** What each of the viewer's coupons would give on a purchase, those that give most first; and why the others do not apply. */
  couponQuotes: Array<CouponQuote>;
  /** The viewer's coupons, last claimed first. */
  coupons: CouponConnection;
  /** What a draw would cost; null for what the line does not lend. */
  creditLineQuote?: Maybe<CreditLineQuote>;
  /** The viewer's lines of credit, the last opened first. */
  creditLines: Array<CreditLine>;
  /** Both ways to pay an amount early; null where it cannot be paid so. */
  earlyLoanQuote?: Maybe<EarlyQuote>;
  /** A flash sale; null for what is none. */
  flashSale?: Maybe<FlashSale>;
  /** The flash sales of a shop that are to come or going on, the next first. */
  flashSales: Array<FlashSale>;
  /** The product of that code, sold or not; null where there is none. */
  fund?: Maybe<Fund>;
  /** What suits the viewer best, none above their class; null where they have no assessment that counts: the questionnaire comes first. */
  fundIdeas?: Maybe<Array<FundIdea>>;
  /** An order of the viewer; null for what is none. */
  fundOrder?: Maybe<FundOrder>;
  /** The viewer's orders, newest first. */
  fundOrders: FundOrderConnection;
  /** What the viewer holds, or held, of the product of that code; null where nothing. */
  fundPosition?: Maybe<FundPosition>;
  /** What a redemption would bring, with the fee of each lot; null also where the viewer has not so many shares free. */
  fundRedemptionQuote?: Maybe<FundOrderQuote>;
  /** What a subscription would bring, its fee first; null where there is no such product, or no value yet. */
  fundSubscriptionQuote?: Maybe<FundOrderQuote>;
  /** A product's values of the days from one to another, in order. */
  fundValues: Array<FundValue>;
  /** What is sold, newest first. */
  funds: FundConnection;
  /** The viewer's draws, newest first. */
  gameDraws: GameDrawConnection;
  /** What the viewer's next draw comes from; null where there is no such game. */
  gameSeed?: Maybe<GameSeed>;
  /** A product that is or was sold, or a draft of the viewer's own shop; null for what is none. */
  goods?: Maybe<Goods>;
  /** A file of products of a shop that the viewer acts for; null for others'. */
  goodsImport?: Maybe<GoodsImport>;
  /** The files of products of a shop that the viewer acts for, newest first; null for others'. */
  goodsImports?: Maybe<GoodsImportConnection>;
  /** What is sold now, of a category with what is below it, newest first. */
  goodsOnSale: GoodsConnection;
  /** A transfer of the viewer that was held for review; null when there is none of that id, or it is somebody else's. */
  heldTransfer?: Maybe<HeldTransfer>;
  /** Where the viewer's money comes from and goes. */
  insight: Insight;
  /** How a goal could be reached; null where the viewer has no assessment that counts. */
  investmentIdea?: Maybe<InvestmentIdea>;
  /** The viewer's assessment, if it still counts. */
  investorAssessment?: Maybe<InvestorAssessment>;
  /** The questionnaire that is asked now; null where there is none yet. */
  investorQuestionnaire?: Maybe<InvestorQuestionnaire>;
  /** A link of the viewer; null when there is none of that id, or it is somebody else's. */
  link?: Maybe<Link>;
  /** The red packet that a link leads to; null when it leads nowhere. */
  linkedRedPacket?: Maybe<RedPacket>;
  /** The viewer's links, newest first, also those that have ended: 50 at most. */
  links: Array<Link>;
  /** A loan of the viewer; null for what is none. */
  loan?: Maybe<Loan>;
  /** A loan of the viewer as it stands today; null for what is none. */
  loanAccount?: Maybe<LoanAccount>;
  /** An application of the viewer; null for what is none. */
  loanApplication?: Maybe<LoanApplication>;
  /** The viewer's applications, newest first. */
  loanApplications: LoanApplicationConnection;
  /** A product, lent or not; null for a code that there is not. */
  loanProduct?: Maybe<LoanProduct>;
  /** What is lent now, by code. */
  loanProducts: Array<LoanProduct>;
  /** What an applicant is asked now. */
  loanQuestions: LoanQuestionnaire;
  /** How a loan by those terms would be repaid, to the minor unit. */
  loanSchedule: LoanSchedule;
  /** The viewer's cart, and what it comes to for whoever comes from `scene`, if one is named. */
  mallCart: MallCart;
  /** The categories of the mall, parents before children. */
  mallCategories: Array<MallCategory>;
  /** An order of the viewer; null for what is none. */
  mallOrder?: Maybe<MallOrder>;
  /** The viewer's orders, newest first. */
  mallOrders: MallOrderConnection;
  /** A shop of the mall that is open or was; null for what is none. */
  mallShop?: Maybe<MallShop>;
  /** A merchant; null when there is none of that id, or the viewer does not act for it. */
  merchantDesk?: Maybe<MerchantDesk>;
  /** The merchants that the viewer acts for. */
  merchantDesks: Array<MerchantDesk>;
  /** An order that the viewer was asked to pay, or of a merchant that the viewer acts for; null for any other. */
  merchantOrder?: Maybe<MerchantOrder>;
  /** A request that the viewer made or is asked to pay; null for any other. */
  moneyRequest?: Maybe<MoneyRequest>;
  /** What the viewer has asked for, newest first, at most 50 a page. */
  moneyRequestsMade: MoneyRequestConnection;
  /** What the viewer is asked to pay, newest first, at most 50 a page. */
  moneyRequestsToPay: MoneyRequestConnection;
  /** A movement of the viewer's money; null when there is none of that id, or it is not the viewer's. */
  movement?: Maybe<Movement>;
  /** The viewer's credit: the band, why, what it brings, and how much is known. */
  myCredit: CreditFile;
  /** The viewer's loans, newest first. */
  myLoans: LoanConnection;
  /** What the viewer can claim, ranked with a reason. Without consent to `personal_offers` everybody sees the same order. */
  offersForMe: Array<OfferForMe>;
  /** What can be claimed now without a code, the first to end first. */
  openCampaigns: Array<Campaign>;
  /** Games that can be played now, the first to end first. */
  openGames: Array<Game>;
  /** Whom the viewer keeps to pay again, last saved first. */
  payees: PayeeConnection;
  /** A payment of the viewer; null when there is none of that id, or it is somebody else's. */
  payment?: Maybe<Payment>;
  /** The payment code to show now; null before `enrolPaymentCodes`. */
  paymentCode?: Maybe<PaymentCode>;
  /** A payment run of a company that the viewer acts for; null for others', and for none. */
  paymentRun?: Maybe<PaymentRun>;
  /** The viewer's payments to merchants, newest first. */
  payments: PaymentConnection;
  /** The viewer's points. */
  points: Points;
  /** What the viewer holds in a currency. */
  portfolio: Portfolio;
  /** The viewer's forms that wait to be opened, the first to expire first. */
  prefills: Array<Prefill>;
  /** The product of that kind and id; null if there is none. */
  product?: Maybe<Product>;
  /** A promised transfer that the viewer sends or may receive; null when there is none of that id, or it is somebody else's. */
  promisedTransfer?: Maybe<PromisedTransfer>;
  /** What the viewer promised, and what was promised to the viewer, newest first. */
  promisedTransfers: PromisedTransferConnection;
  /** A purchase of the viewer; null when there is none of that id, or it is somebody else's. */
  purchase?: Maybe<Purchase>;
  /** The viewer's purchases at outside shops, newest first. */
  purchases: PurchaseConnection;
  /** The viewer's queue tickets that are good today. */
  queueTickets: Array<QueueTicket>;
  /** Places that the viewer grabbed, newest first, at most 50 a page. */
  receivedRedPackets: RedPacketShareConnection;
  /** A red packet that the viewer sent, may grab, or has a place in; null for any other. */
  redPacket?: Maybe<RedPacket>;
  /** Who was rewarded for most friends in a campaign, masked. */
  referralLeaders: ReferralLeaderConnection;
  /** What the viewer earned by sharing, newest first. */
  referralRewards: ReferralRewardConnection;
  /** The viewer's regular plans, newest first. */
  regularPlans: Array<RegularPlan>;
  /** What a scanned code would pay, to be confirmed; null when it names nobody whom the viewer can pay. */
  scannedCode?: Maybe<ScannedCode>;
  /** A scene; null when there is none of that id. */
  scene?: Maybe<Scene>;
  /** An order of the viewer in a scene; null when there is none of that id, or it is somebody else's. */
  sceneOrder?: Maybe<SceneOrder>;
  /** The viewer's orders in scenes, newest first. */
  sceneOrders: SceneOrderConnection;
  /** The scenes that the bank's partners offer, of one kind or of all. */
  scenes: Array<Scene>;
  /** Search what is sold now, in Chinese and English, by pinyin and first letters too; one slip in a word is forgiven. 200 characters at most; without text all that the filter leaves. */
  searchGoods: GoodsSearch;
  /** Red packets that the viewer sent, newest first, at most 50 a page. */
  sentRedPackets: RedPacketConnection;
  /** The times of a service in the next 60 days, the next first. */
  serviceSlots: Array<ServiceSlot>;
  /** A card of the viewer; null when there is none of that id, or it is somebody else's. */
  sharedCard?: Maybe<SharedCard>;
  /** What a shop that the viewer acts for sells, sold or not, newest first; null for others'. */
  shopGoods?: Maybe<GoodsConnection>;
  /** The orders of a shop that the viewer acts for, newest first; null for others'. */
  shopOrders?: Maybe<MallOrderConnection>;
  /** A shop's revenue day by day, the newest first; null for a shop of others. */
  shopRevenue?: Maybe<Array<ShopDayRevenue>>;
  /** The warehouses of a shop that the viewer acts for; null for others'. */
  shopWarehouses?: Maybe<Array<Warehouse>>;
  /** A bill that the viewer split or has a share in; null for any other. */
  splitBill?: Maybe<SplitBill>;
  /** Bills that the viewer split, newest first, at most 50 a page. */
  splitBills: SplitBillConnection;
  /** The viewer's cards of games that run, empty ones too. */
  stampCards: Array<StampCard>;
  /** What the viewer could have at once, the largest limit first. */
  standingLoanOffers: Array<StandingLoanOffer>;
  /** A standing order of the viewer; null when there is none of that id, or it is somebody else's. */
  standingOrder?: Maybe<StandingOrder>;
  /** The viewer's standing orders, newest first. */
  standingOrders: StandingOrderConnection;
  /** What the viewer waits for, the longest first, 50 at most. */
  stockNotices: Array<StockNotice>;
  /** A top-up of the viewer; null when there is none of that id, or it is somebody else's. */
  topUp?: Maybe<TopUp>;
  /** The proof of one of the viewer's draws; null for what is none. */
  verifyDraw?: Maybe<DrawProof>;
  /** What the receipt of that code says, for whoever was given it; null for a code that the bank did not make. */
  verifyReceipt?: Maybe<Receipt>;
  /** The signed-in customer. */
  viewer: Customer;
  /** How the viewer's wallet is swept; null where it never was. */
  walletSweep?: Maybe<WalletSweep>;
  /** The viewer's wallet: an account for each currency, oldest first. */
  wallets: Array<WalletAccount>;
  /** A withdrawal of the viewer; null when there is none of that id, or it is somebody else's. */
  withdrawal?: Maybe<Withdrawal>;
};


export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
};


export type QueryAppRequirementsArgs = {
  platform: Scalars['String']['input'];
  version?: InputMaybe<Scalars['String']['input']>;
};


export type QueryAppointmentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryBillArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBillsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryBookingArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBookingSearchArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBookingsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryBranchArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBranchServiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBranchesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  near: MapPointInput;
  radiusMetres?: Scalars['Int']['input'];
  service?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCompanyArgs = {
  id: Scalars['ID']['input'];
};


export type QueryCompareFundsArgs = {
  codes: Array<Scalars['String']['input']>;
};


export type QueryConsentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConsentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryCouponQuotesArgs = {
  amount: MoneyInput;
  item?: InputMaybe<MoneyInput>;
  merchantId: Scalars['ID']['input'];
};


export type QueryCouponsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryCreditLineQuoteArgs = {
  amount: MoneyInput;
  instalments: Scalars['Int']['input'];
  lineId: Scalars['ID']['input'];
};


export type QueryEarlyLoanQuoteArgs = {
  amount: MoneyInput;
  id: Scalars['ID']['input'];
};


export type QueryFlashSaleArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFlashSalesArgs = {
  shopId: Scalars['ID']['input'];
};


export type QueryFundArgs = {
  code: Scalars['String']['input'];
};


export type QueryFundIdeasArgs = {
  currency: Scalars['CurrencyCode']['input'];
  first?: Scalars['Int']['input'];
};


export type QueryFundOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryFundOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryFundPositionArgs = {
  code: Scalars['String']['input'];
};


export type QueryFundRedemptionQuoteArgs = {
  code: Scalars['String']['input'];
  shares: Scalars['Decimal']['input'];
};


export type QueryFundSubscriptionQuoteArgs = {
  amount: MoneyInput;
  code: Scalars['String']['input'];
};


export type QueryFundValuesArgs = {
  code: Scalars['String']['input'];
  since: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};


export type QueryFundsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  kind?: InputMaybe<FundKind>;
};


export type QueryGameDrawsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryGameSeedArgs = {
  gameId: Scalars['ID']['input'];
};


export type QueryGoodsArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGoodsImportArgs = {
  id: Scalars['ID']['input'];
};


export type QueryGoodsImportsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  shopId: Scalars['ID']['input'];
};


export type QueryGoodsOnSaleArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  category?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryHeldTransferArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInvestmentIdeaArgs = {
  goal: InvestmentGoal;
  months: Scalars['Int']['input'];
  saved?: InputMaybe<MoneyInput>;
  target: MoneyInput;
};


export type QueryLinkArgs = {
  id: Scalars['ID']['input'];
};


export type QueryLinkedRedPacketArgs = {
  link: Scalars['String']['input'];
};


export type QueryLoanArgs = {
  id: Scalars['ID']['input'];
};


export type QueryLoanAccountArgs = {
  id: Scalars['ID']['input'];
};


export type QueryLoanApplicationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryLoanApplicationsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryLoanProductArgs = {
  code: Scalars['ID']['input'];
};


export type QueryLoanScheduleArgs = {
  terms: LoanTermsInput;
};


export type QueryMallCartArgs = {
  scene?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryMallOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMallOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryMallShopArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMerchantDeskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMerchantOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMoneyRequestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMoneyRequestsMadeArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryMoneyRequestsToPayArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryMovementArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMyLoansArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryPayeesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryPortfolioArgs = {
  currency: Scalars['CurrencyCode']['input'];
};


export type QueryProductArgs = {
  id: Scalars['ID']['input'];
  kind: ProductKind;
};


export type QueryPromisedTransferArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPromisedTransfersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryPurchaseArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPurchasesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryReceivedRedPacketsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryRedPacketArgs = {
  id: Scalars['ID']['input'];
};


export type QueryReferralLeadersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  campaignId: Scalars['ID']['input'];
  first?: Scalars['Int']['input'];
};


export type QueryReferralRewardsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryScannedCodeArgs = {
  code: Scalars['String']['input'];
};


export type QuerySceneArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySceneOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySceneOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryScenesArgs = {
  kind?: InputMaybe<SceneKind>;
};


export type QuerySearchGoodsArgs = {
  text?: Scalars['String']['input'];
  where?: InputMaybe<GoodsFilterInput>;
};


export type QuerySentRedPacketsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryServiceSlotsArgs = {
  variantId: Scalars['ID']['input'];
};


export type QuerySharedCardArgs = {
  id: Scalars['ID']['input'];
};


export type QueryShopGoodsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  shopId: Scalars['ID']['input'];
  states?: InputMaybe<Array<GoodsState>>;
};


export type QueryShopOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  shopId: Scalars['ID']['input'];
  states?: InputMaybe<Array<MallOrderState>>;
};


export type QueryShopRevenueArgs = {
  shopId: Scalars['ID']['input'];
  since: Scalars['Date']['input'];
  until: Scalars['Date']['input'];
};


export type QueryShopWarehousesArgs = {
  shopId: Scalars['ID']['input'];
};


export type QuerySplitBillArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySplitBillsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryStandingOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStandingOrdersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryTopUpArgs = {
  id: Scalars['ID']['input'];
};


export type QueryVerifyDrawArgs = {
  drawId: Scalars['ID']['input'];
};


export type QueryVerifyReceiptArgs = {
  code: Scalars['String']['input'];
};


export type QueryWithdrawalArgs = {
  id: Scalars['ID']['input'];
};

/** An answer to choose. */
export type QuestionOption = {
  __typename?: 'QuestionOption';
  /** In English. */
  en: Scalars['String']['output'];
  /** In Chinese. */
  zh: Scalars['String']['output'];
};

/** Another version is asked now. */
export type QuestionnaireReplaced = Problem & {
  __typename?: 'QuestionnaireReplaced';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The version that is asked now; 0 where none is. */
  version: Scalars['Int']['output'];
};

/** A queue ticket at a branch, good for its day. */
export type QueueTicket = {
  __typename?: 'QueueTicket';
  /** What its code says: a link that shows the ticket to its holder alone. */
  address: Scalars['String']['output'];
  /** Where. */
  branch?: Maybe<Branch>;
  /** When it was called. */
  calledAt?: Maybe<Scalars['Instant']['output']>;
  /** Where to come. */
  counter?: Maybe<Scalars['String']['output']>;
  /** The ticket. */
  id: Scalars['ID']['output'];
  /** For whom it is. */
  kind: TicketClass;
  /** What is called. */
  number: Scalars['Int']['output'];
  /** How it stands; null once it waits no more. */
  standing?: Maybe<TicketStanding>;
  /** How it stands. */
  state: TicketState;
  /** When it was taken. */
  takenAt: Scalars['Instant']['output'];
};

/** Something about a queue ticket of the viewer changed. */
export type QueueTicketChange = {
  __typename?: 'QueueTicketChange';
  /** Give it back as `since` to miss nothing after a lost connection. */
  cursor: Scalars['Cursor']['output'];
  /** The ticket as it stands when this is told, with its place and the estimate. */
  ticket?: Maybe<QueueTicket>;
};

/** What a redemption would take of a lot. */
export type QuotedFundLot = {
  __typename?: 'QuotedFundLot';
  /** When its shares were confirmed. */
  acquiredOn: Scalars['Date']['output'];
  /** The fee. */
  fee: Money;
  /** The rate of the fee, in percent. */
  feePercent: Scalars['Decimal']['output'];
  /** For how many days they will have been held on the trade date. */
  heldDays: Scalars['Int']['output'];
  /** Shares that would be taken. */
  shares: Scalars['Decimal']['output'];
};

/** A line of a cart, and what it comes to. */
export type QuotedLine = {
  __typename?: 'QuotedLine';
  /** What promotions take off the line. */
  discount: Money;
  /** What a unit costs the viewer. */
  price: Money;
  /** The product's English title. */
  titleEn: Scalars['String']['output'];
  /** The product's Chinese title. */
  titleZh: Scalars['String']['output'];
  /** What the line comes to. */
  total: Money;
  /** How many. */
  units: Scalars['Int']['output'];
  /** What of it is sold now. */
  variant: GoodsVariant;
};

/** A promotion, and what it gave or why it gave nothing. */
export type QuotedRule = {
  __typename?: 'QuotedRule';
  /** For `below_least`: how many units, or minor units of money, are lacking. */
  missing: Scalars['Int']['output'];
  /** Its English name. */
  nameEn: Scalars['String']['output'];
  /** Its Chinese name. */
  nameZh: Scalars['String']['output'];
  /** What it took off. */
  off: Money;
  /** The promotion. */
  promotionId: Scalars['ID']['output'];
  /** Empty where it applied; else `no_line`, `below_least` or `another_is_better`. */
  reason: Scalars['String']['output'];
};

/** What a receipt says, from the bank's books. */
export type Receipt = {
  __typename?: 'Receipt';
  /** What moved. */
  amount: Money;
  /** When it was booked. */
  bookedAt: Scalars['Instant']['output'];
  /** Its code, as it is printed. */
  code: Scalars['String']['output'];
  /** Whether the money went back later. */
  isReversed: Scalars['Boolean']['output'];
  /** Why it moved, for example transfer, top_up, withdrawal. */
  kind: Scalars['String']['output'];
  /** Who was paid, masked; null where it was not a customer. */
  payee?: Maybe<Party>;
  /** What was paid. */
  payeeKind: CounterpartyKind;
  /** Who paid, masked; null where it was not a customer. */
  payer?: Maybe<Party>;
  /** What paid. */
  payerKind: CounterpartyKind;
};

/** Units that came. */
export type ReceiveStockInput = {
  /** Made by the app and kept before its first attempt. A repeat with the same id counts nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** How many. */
  units: Scalars['Int']['input'];
  /** What they are. */
  variantId: Scalars['ID']['input'];
  /** Where they lie. */
  warehouseId: Scalars['ID']['input'];
};

/** What is there now, or why it was refused. */
export type ReceiveStockResult = GoodsNotFound | IdReused | ShopClosed | ShopNotFound | StockCounted | UnitsMalformed | WarehouseNotFound;

/** Who receives: named by phone or by id. */
export type RecipientInput = {
  /** The recipient's customer id. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** The recipient's phone number. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** Nobody can be paid under that phone number or id. */
export type RecipientNotFound = Problem & {
  __typename?: 'RecipientNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Money to be shared by those who come first. */
export type RedPacket = {
  __typename?: 'RedPacket';
  /** What it held when it was sent. */
  amount: Money;
  /** Who may grab it. */
  audience: RedPacketAudience;
  /** Until when it can be grabbed and opened. */
  expiresAt: Scalars['Instant']['output'];
  /** How many places are taken. */
  grabbed: Scalars['Int']['output'];
  /** What the sender wrote. */
  greeting: Scalars['String']['output'];
  /** The packet: the id that the app made. */
  id: Scalars['ID']['output'];
  /** How it is shared. */
  kind: RedPacketKind;
  /** What the app shares so that others can grab it. The sender alone sees it, and only of a packet to a link. */
  link?: Maybe<Scalars['String']['output']>;
  /** The viewer's own place; null when the viewer has none. */
  mine?: Maybe<RedPacketShare>;
  /** How many share it. */
  places: Scalars['Int']['output'];
  /** What went back to the sender; null before it has. */
  returned?: Maybe<Money>;
  /** Who sent it, masked. */
  sender?: Maybe<Party>;
  /** When it was sent. */
  sentAt: Scalars['Instant']['output'];
  /** The places that were opened, in their order. The sender sees them, and who has opened a place. */
  shares: RedPacketShareConnection;
  /** Whether it can still be grabbed or opened. */
  state: RedPacketState;
};


/** Money to be shared by those who come first. */
export type RedPacketSharesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** Who may grab a red packet. */
export type RedPacketAudience =
  /** The members of a group. */
  | 'GROUP'
  /** Whoever has its link. */
  | 'LINK'
  /** One customer. */
  | 'PERSON';

/** Whom a red packet is for: one customer, the members of a group, or whoever has its link. */
export type RedPacketAudienceInput = {
  /** One customer, named by id. */
  customerId?: InputMaybe<Scalars['ID']['input']>;
  /** True: whoever has the link. */
  link?: InputMaybe<Scalars['Boolean']['input']>;
  /** The members of a group, by customer id: 500 at most. */
  members?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** One customer, named by phone. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** One page of a list, in its order. */
export type RedPacketConnection = {
  __typename?: 'RedPacketConnection';
  /** The rows, each with its cursor. */
  edges: Array<RedPacketEdge>;
  /** The rows. */
  nodes: Array<RedPacket>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type RedPacketEdge = {
  __typename?: 'RedPacketEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: RedPacket;
};

/** All places of the packet were grabbed before. */
export type RedPacketEmpty = Problem & {
  __typename?: 'RedPacketEmpty';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Its 24 hours are over; what was not opened went back to the sender. */
export type RedPacketExpired = Problem & {
  __typename?: 'RedPacketExpired';
  /** When it expired. */
  expiredAt: Scalars['Instant']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A place is reserved. Open the packet to learn what it is worth. */
export type RedPacketGrabbed = {
  __typename?: 'RedPacketGrabbed';
  /** When it was grabbed. */
  grabbedAt: Scalars['Instant']['output'];
  /** The packet as it stands now; null if it cannot be read just now. */
  packet?: Maybe<RedPacket>;
  /** The packet. */
  packetId: Scalars['ID']['output'];
  /** Which place: 1 was grabbed first. */
  place: Scalars['Int']['output'];
};

/** The group has too many members. */
export type RedPacketGroupTooLarge = Problem & {
  __typename?: 'RedPacketGroupTooLarge';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The largest group. */
  mostMembers: Scalars['Int']['output'];
};

/** How a red packet is shared. */
export type RedPacketKind =
  /** Everybody gets the same. */
  | 'FIXED'
  /** Every share is drawn. */
  | 'LUCKY';

/** No such packet, a link that leads nowhere, or a packet that was sent to others. */
export type RedPacketNotFound = Problem & {
  __typename?: 'RedPacketNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A packet is opened by those who have grabbed a place in it. */
export type RedPacketNotGrabbed = Problem & {
  __typename?: 'RedPacketNotGrabbed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The share is in the wallet. */
export type RedPacketOpened = {
  __typename?: 'RedPacketOpened';
  /** The movement that paid it. */
  movementId: Scalars['ID']['output'];
  /** When it was opened. */
  openedAt: Scalars['Instant']['output'];
  /** The packet as it stands now; null if it cannot be read just now. */
  packet?: Maybe<RedPacket>;
  /** The packet. */
  packetId: Scalars['ID']['output'];
  /** Which place: 1 was grabbed first. */
  place: Scalars['Int']['output'];
  /** What it was worth. */
  share: Money;
};

/** Which red packet: its id, or the link to it. */
export type RedPacketPlaceInput = {
  /** A packet that was sent to the viewer or to a group. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** The link of a packet that is for whoever has it. */
  link?: InputMaybe<Scalars['String']['input']>;
};

/** No places, more than a packet may have, or more than the people it is sent to. */
export type RedPacketPlacesWrong = Problem & {
  __typename?: 'RedPacketPlacesWrong';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most places. */
  mostPlaces: Scalars['Int']['output'];
};

/** A place in a red packet. */
export type RedPacketShare = {
  __typename?: 'RedPacketShare';
  /** When it was grabbed. */
  grabbedAt: Scalars['Instant']['output'];
  /** Whether nobody got more: known once every place of a lucky packet was opened. */
  isLuckiest: Scalars['Boolean']['output'];
  /** When it was opened. */
  openedAt?: Maybe<Scalars['Instant']['output']>;
  /** The packet. */
  packetId: Scalars['ID']['output'];
  /** Whose place it is, masked. */
  party?: Maybe<Party>;
  /** Which place: 1 was grabbed first. */
  place: Scalars['Int']['output'];
  /** What it is worth; null until it was opened. */
  share?: Maybe<Money>;
};

/** One page of a list, in its order. */
export type RedPacketShareConnection = {
  __typename?: 'RedPacketShareConnection';
  /** The rows, each with its cursor. */
  edges: Array<RedPacketShareEdge>;
  /** The rows. */
  nodes: Array<RedPacketShare>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type RedPacketShareEdge = {
  __typename?: 'RedPacketShareEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: RedPacketShare;
};

/** Whether a red packet can still be grabbed or opened. */
export type RedPacketState =
  /** Over; what was not opened goes back to the sender. */
  | 'ENDED'
  /** Within its 24 hours. */
  | 'OPEN';

/** More than a packet of so many places may hold. */
export type RedPacketTooLarge = Problem & {
  __typename?: 'RedPacketTooLarge';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most for so many places. */
  most: Money;
};

/** Not everybody could get the currency's smallest unit. */
export type RedPacketTooSmall = Problem & {
  __typename?: 'RedPacketTooSmall';
  /** The least for so many places. */
  least: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The amount of a fixed packet is not a multiple of its places. */
export type RedPacketUneven = Problem & {
  __typename?: 'RedPacketUneven';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Have what a cash coupon gives. */
export type RedeemCashCouponInput = {
  /** The coupon. */
  couponId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** What was paid, or why it was refused. */
export type RedeemCashCouponResult = BudgetExhausted | CashCouponRedeemed | CouponNotFound | CouponUnusable | IdReused;

/** Redeem money-market shares at once. */
export type RedeemChangeInput = {
  /** How much. */
  amount: MoneyInput;
  /** The product. */
  fundId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the id of the order of what comes later. */
  requestId: Scalars['UUID']['input'];
};

/** Both parts, or why it was refused. */
export type RedeemChangeResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CalendarMissing | ChangeRedeemed | CurrencyMismatch | FundNotFound | IdReused | InsufficientFunds | LimitExceeded | PinLocked | PinNotSet | PinRequired | PinWrong | SharesInsufficient | UnknownCurrency;

/** Hand over what waits. */
export type RedeemMallPickUpInput = {
  /** What the customer showed. */
  code: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id hands over nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The shop. */
  shopId: Scalars['ID']['input'];
};

/** What is handed over, or why nothing is. */
export type RedeemMallPickUpResult = IdReused | MallParcelStanding | PickUpCodeRedeemed | PickUpCodeUnknown | ShopNotFound;

/** Turn shares into money. */
export type RedeemSharesInput = {
  /** The product. */
  fundId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id. */
  requestId: Scalars['UUID']['input'];
  /** How many shares, with at most two decimals. */
  shares: Scalars['Decimal']['input'];
};

/** The order, or why it was refused. */
export type RedeemSharesResult = AccountClosed | AccountFrozen | AmountMalformed | CalendarMissing | FundNotFound | FundOrder | IdReused | PinLocked | PinNotSet | PinRequired | PinWrong | SharesInsufficient;

/** Who shared, on a campaign's board. */
export type ReferralLeader = {
  __typename?: 'ReferralLeader';
  /** Friends they were rewarded for. */
  friends: Scalars['Int']['output'];
  /** Who it is, masked. */
  party?: Maybe<Party>;
};

/** One page of a list, in its order. */
export type ReferralLeaderConnection = {
  __typename?: 'ReferralLeaderConnection';
  /** The rows, each with its cursor. */
  edges: Array<ReferralLeaderEdge>;
  /** The rows. */
  nodes: Array<ReferralLeader>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type ReferralLeaderEdge = {
  __typename?: 'ReferralLeaderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: ReferralLeader;
};

/** A reward of the viewer for sharing. Who bought, and what, is not told. */
export type ReferralReward = {
  __typename?: 'ReferralReward';
  /** When somebody bought. */
  boughtAt: Scalars['Instant']['output'];
  /** The campaign that pays it. */
  campaignId: Scalars['ID']['output'];
  /** From when on it is paid. */
  dueAt: Scalars['Instant']['output'];
  /** The reward. */
  id: Scalars['ID']['output'];
  /** When it was paid. */
  paidAt?: Maybe<Scalars['Instant']['output']>;
  /** How much. */
  reward: Money;
  /** How it stands. */
  state: RewardState;
};

/** One page of a list, in its order. */
export type ReferralRewardConnection = {
  __typename?: 'ReferralRewardConnection';
  /** The rows, each with its cursor. */
  edges: Array<ReferralRewardEdge>;
  /** The rows. */
  nodes: Array<ReferralReward>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type ReferralRewardEdge = {
  __typename?: 'ReferralRewardEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: ReferralReward;
};

/** An old refresh token came back after its successor was in use. Somebody may have copied it, so the session was ended. */
export type RefreshTokenReused = Problem & {
  __typename?: 'RefreshTokenReused';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Renew the tokens of a session. */
export type RefreshTokensInput = {
  /** The session's last refresh token. */
  refreshToken: Scalars['String']['input'];
};

/** The next tokens, or why there are none. */
export type RefreshTokensResult = DeviceKeyNeeded | RefreshTokenReused | SessionEnded | TokensRefreshed;

/** Money that went back to the payer. */
export type Refund = {
  __typename?: 'Refund';
  /** What went back. */
  amount: Money;
  /** The refund. */
  id: Scalars['ID']['output'];
  /** The payment. */
  paymentId: Scalars['ID']['output'];
  /** The merchant's words. */
  reason: Scalars['String']['output'];
  /** When. */
  refundedAt: Scalars['Instant']['output'];
};

/** Give back a payment, or a part of it. */
export type RefundInput = {
  /** How much. */
  amount: MoneyInput;
  /** The payment. */
  paymentId: Scalars['ID']['input'];
  /** A few words for the payer, 140 characters at most. */
  reason?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id gives nothing back twice. */
  requestId: Scalars['UUID']['input'];
};

/** Give back a part of what a line cost; its units stay with the customer. */
export type RefundMallOrderLineInput = {
  /** How much. */
  amount: MoneyInput;
  /** Which line. */
  number: Scalars['Int']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Why; the customer reads it. */
  reason?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id refunds nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** How the order stands, or why nothing went back. */
export type RefundMallOrderLineResult = AccountClosed | AccountFrozen | AmountMalformed | CurrencyMismatch | IdReused | InsufficientFunds | MallOrderEnded | MallOrderNotFound | MallOrderStanding | MerchantClosed | NoteTooLong | RefundTooLarge | UnitsMalformed | UnknownCurrency;

/** The refund, or why it was refused. */
export type RefundPaymentResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CurrencyMismatch | IdReused | InsufficientFunds | MerchantClosed | NoteTooLong | PaymentNotFound | Refund | RefundTooLarge | UnknownCurrency;

/** Get money back for a purchase. */
export type RefundPurchaseInput = {
  /** That part of it; without one all that was paid, and nothing more is collected. */
  amount?: InputMaybe<MoneyInput>;
  /** Which purchase. */
  purchaseId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. A repeat gives nothing back twice. */
  requestId: Scalars['UUID']['input'];
};

/** The purchase, with what is to come back, or why it was refused. */
export type RefundPurchaseResult = AmountMalformed | AmountOutOfRange | CurrencyMismatch | IdReused | Purchase | PurchaseNotFound | PurchaseNotPaid | PurchasePartBusy | SceneNotFound | SceneRefundTooLarge | UnknownCurrency;

/** More than is left of the payment. */
export type RefundTooLarge = Problem & {
  __typename?: 'RefundTooLarge';
  /** What is left of the payment. */
  left: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The risk rules refuse it. */
export type RefusedForSafety = Problem & {
  __typename?: 'RefusedForSafety';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where notifications for this device go. */
export type RegisterPushTokenInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The push service, for example "apns", "fcm" or "hms". */
  service: Scalars['String']['input'];
  /** What the push service gave the app. */
  token: Scalars['String']['input'];
};

/** The device that is notified, or why it is not. */
export type RegisterPushTokenResult = DeviceMalformed | DeviceUnknown | IdReused | PushTokenRegistered;

/** So much into a product each period. */
export type RegularPlan = {
  __typename?: 'RegularPlan';
  /** What goes in each time. */
  amount: Money;
  /** How often in a row it could not be. */
  failures: Scalars['Int']['output'];
  /** The day of the first occurrence. */
  firstOn: Scalars['Date']['output'];
  /** The product. */
  fund?: Maybe<Fund>;
  /** The plan: the id that the app made. */
  id: Scalars['ID']['output'];
  /** When it was made. */
  madeAt: Scalars['Instant']['output'];
  /** How many occurrences lie behind it, left-out ones included. */
  number: Scalars['Int']['output'];
  /** Why the last time; null where it could. */
  reason?: Maybe<Scalars['String']['output']>;
  /** How it repeats. */
  rhythm: PlanRhythm;
  /** Where it stands. */
  state: PlanState;
  /** When the next one is ordered. */
  tryOn: Scalars['Date']['output'];
};

/** Reject a payment run. */
export type RejectPaymentRunInput = {
  /** Why: 140 characters at most. The company's system is told. */
  reason: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat is answered alike. */
  requestId: Scalars['UUID']['input'];
  /** The run. */
  runId: Scalars['ID']['input'];
};

/** The run, or why it was refused. */
export type RejectPaymentRunResult = IdReused | PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen | PaymentRunOwn | RejectionReasonMalformed;

/** The reason is missing, too long or not printable. */
export type RejectionReasonMalformed = Problem & {
  __typename?: 'RejectionReasonMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most characters. */
  mostCharacters: Scalars['Int']['output'];
};

/** Let reserved coupons go. */
export type ReleaseCouponsInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The reservation. */
  reservationId: Scalars['ID']['input'];
};

/** The coupons, or why it was refused. */
export type ReleaseCouponsResult = CouponNotFound | CouponsReleased | IdReused;

/** The request, or why it was refused. */
export type RemindOfMoneyRequestResult = IdReused | MoneyRequest | MoneyRequestEnded | MoneyRequestNotFound | ReminderTooSoon;

/** A payer is reminded every twelve hours at most. */
export type ReminderTooSoon = Problem & {
  __typename?: 'ReminderTooSoon';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** When the next reminder may be sent. */
  nextAt: Scalars['Instant']['output'];
};

/** Keep a payee no more. */
export type RemovePayeeInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The payee's customer id. */
  targetId: Scalars['ID']['input'];
};

/** The payee, or why it was refused. */
export type RemovePayeeResult = IdReused | Payee | PayeeNotFound;

/** Pay on a loan out of the wallet. */
export type RepayLoanInput = {
  /** How much. */
  amount: MoneyInput;
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** What was paid, or why it was refused. */
export type RepayLoanResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | CurrencyMismatch | IdReused | InsufficientFunds | LoanEnded | LoanNotFound | LoanServiced | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency;

/** In which manner a loan is repaid. */
export type Repayment =
  /** All with the last instalment. */
  | 'BULLET'
  /** The same amount each time. */
  | 'EQUAL_INSTALMENT'
  /** The same principal each time, and less and less interest. */
  | 'EQUAL_PRINCIPAL'
  /** Interest each time, the principal with the last instalment. */
  | 'INTEREST_FIRST';

/** Ask for a one-time code by text message. */
export type RequestCodeInput = {
  /** The phone number; without a country code it is a Chinese mobile number. */
  phone: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id sends no second code. */
  requestId: Scalars['UUID']['input'];
};

/** The code is on its way, or why it is not. */
export type RequestCodeResult = CodeSent | IdReused | PhoneMalformed | TooManyCodes;

/** Have a person look at one's band. */
export type RequestCreditReviewInput = {
  /** Made by the app and kept before its first attempt; it becomes the review's id. */
  requestId: Scalars['UUID']['input'];
  /** What seems wrong, in 1 to 500 characters. */
  words: Scalars['String']['input'];
};

/** The review, or why it was refused. */
export type RequestCreditReviewResult = CreditReview | CreditReviewOpen | IdReused;

/** Have a part of a merchant's balance paid to its bank. */
export type RequestMerchantPayOutInput = {
  /** What to pay out. */
  amount: MoneyInput;
  /** Which payment channel; null lets the bank choose. */
  channel?: InputMaybe<Scalars['String']['input']>;
  /** The merchant. */
  merchantId: Scalars['ID']['input'];
  /** The owner's payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the pay-out's id. A repeat pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The pay-out, or why it was refused. */
export type RequestMerchantPayOutResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | ChannelNotFound | CurrencyMismatch | IdReused | InsufficientFunds | MerchantClosing | MerchantNotFound | MerchantPayOut | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency;

/** Ask a customer for money. */
export type RequestMoneyInput = {
  /** What to ask for. */
  amount: MoneyInput;
  /** What for, 140 characters at most. */
  note?: Scalars['String']['input'];
  /** Whom to ask. */
  payer: PayerInput;
  /** Made by the app and kept before its first attempt. It becomes the request's id. */
  requestId: Scalars['UUID']['input'];
};

/** The request, or why it was refused. */
export type RequestMoneyResult = AmountMalformed | AmountOutOfRange | IdReused | MoneyRequest | NoteTooLong | RecipientNotFound | TransferToSelf | UnknownCurrency;

/** Set coupons aside for a purchase. */
export type ReserveCouponsInput = {
  /** The whole price, before what the coupons take off. */
  amount: MoneyInput;
  /** Three at most. */
  couponIds: Array<Scalars['ID']['input']>;
  /** The price of the item that one of them makes free. */
  item?: InputMaybe<MoneyInput>;
  /** Who will be paid. */
  merchantId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it names the reservation. */
  requestId: Scalars['UUID']['input'];
};

/** The reservation, or why it was refused. */
export type ReserveCouponsResult = AmountMalformed | BudgetExhausted | CouponNotFound | CouponUnusable | CouponsReserved | IdReused | UnknownCurrency;

/** Replace a forgotten payment PIN, within ten minutes of signing in with a code. */
export type ResetPinInput = {
  /** Six digits, not easy to guess. */
  newPin: Scalars['String']['input'];
};

/** The PIN is reset, or why it is not. */
export type ResetPinResult = FreshSignInNeeded | PinMalformed | PinNotSet | PinStored | PinTooSimple;

/** The standing order, or why it was refused. */
export type ResumeStandingOrderResult = IdReused | StandingOrder | StandingOrderEnded | StandingOrderNotFound;

/** A return, or why there is none. */
export type Return = {
  __typename?: 'Return';
  /** The return as a part of one; null where it is undefined. */
  rate?: Maybe<Scalars['Decimal']['output']>;
  /** Why there is none; null where there is one. */
  undefined?: Maybe<Undefined>;
};

/** Units that came back. */
export type ReturnMallOrderLinesInput = {
  /** Whether it can be sold again. */
  isRestocked?: Scalars['Boolean']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Why; the customer reads it. */
  reason?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id refunds nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** What came back, each line once. */
  units: Array<ReturnedUnitsInput>;
};

/** How the order stands, or why nothing went back. */
export type ReturnMallOrderLinesResult = AccountClosed | AccountFrozen | IdReused | InsufficientFunds | KeyShownAlready | MallOrderEnded | MallOrderNotFound | MallOrderStanding | MerchantClosed | NoteTooLong | PaymentNotFound | RefundTooLarge | UnitsMalformed;

/** Why a promised transfer came back. */
export type ReturnReason =
  /** The sender took it back. */
  | 'CALLED_BACK'
  /** The receiver did not want it. */
  | 'DECLINED'
  /** Nobody accepted it in time. */
  | 'EXPIRED'
  /** When its time had come it could not go. */
  | 'REFUSED';

/** Units of a line. */
export type ReturnedUnitsInput = {
  /** Which line. */
  number: Scalars['Int']['input'];
  /** How many units came back. */
  units: Scalars['Int']['input'];
};

/** How what was held for review stands. */
export type ReviewState =
  /** Nobody decided in time; the money is free again. */
  | 'EXPIRED'
  /** The money is set aside until staff decide. */
  | 'HELD'
  /** The money is free again. */
  | 'REFUSED'
  /** The money has moved. */
  | 'RELEASED';

/** Take a consent back. */
export type RevokeConsentInput = {
  /** The consent. */
  id: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The consent, which has ended, or why it was refused. */
export type RevokeConsentResult = ConsentNotFound | IdReused | PartnerConsent;

/** Remove one of the viewer's devices and end every session on it. */
export type RevokeDeviceInput = {
  /** Which device. */
  deviceId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The device that was removed, or why none was. */
export type RevokeDeviceResult = DeviceRevoked | DeviceUnknown | IdReused;

/** End one of the viewer's sessions. */
export type RevokeSessionInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Which session. */
  sessionId: Scalars['ID']['input'];
};

/** The session that ended, or why none did. */
export type RevokeSessionResult = IdReused | SessionRevoked | SessionUnknown;

/** How a reward stands. */
export type RewardState =
  /** It is in the wallet. */
  | 'PAID'
  /** There is none for this purchase. */
  | 'REFUSED'
  /** It is paid once the time for returns is over. */
  | 'WAITING';

/** How a standing order repeats. */
export type Rhythm =
  /** Every month on the day of the first; in a month without it, on the last day. */
  | 'MONTHLY'
  /** On its first day alone. */
  | 'ONCE'
  /** Every week from its first day on. */
  | 'WEEKLY';

/** How bold a product is. */
export type RiskRating =
  /** Cautious. */
  | 'R1'
  /** Rather cautious. */
  | 'R2'
  /** Balanced. */
  | 'R3'
  /** Rather bold. */
  | 'R4'
  /** Bold. */
  | 'R5';

/** A kind of act by which money leaves a customer. */
export type RiskScene =
  /** A payment run of a company, of a supplier's invoice each. */
  | 'INVOICE'
  /** A request for money, or share of a bill, that is paid. */
  | 'MONEY_REQUEST'
  /** A payment to a merchant, of a combined one each. */
  | 'PAY'
  /** A red packet that is sent. */
  | 'RED_PACKET'
  /** An occurrence of a standing order. */
  | 'STANDING_ORDER'
  /** A transfer, promised or at once. */
  | 'TRANSFER'
  /** A withdrawal. */
  | 'WITHDRAW';

/** Take another seed into use, and be told the one before. */
export type RotateGameSeedInput = {
  /** The commitment of the seed in use. */
  commitment: Scalars['String']['input'];
  /** The game. */
  gameId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The seeds, or why it was refused. */
export type RotateGameSeedResult = GameNotFound | IdReused | SeedChanged | SeedRotated;

/** A product, or a change of one. */
export type SaveGoodsInput = {
  /** Its brand. */
  brand?: Scalars['String']['input'];
  /** The path of its category. */
  category: Scalars['String']['input'];
  /** The shop's currency. */
  currency?: Scalars['CurrencyCode']['input'];
  /** What is to be known of it. */
  description?: Scalars['String']['input'];
  /** Whether its units are counted. */
  isStocked?: Scalars['Boolean']['input'];
  /** What kind it is. */
  kind?: GoodsKind;
  /** Pictures: https addresses. */
  media?: Array<Scalars['String']['input']>;
  /** The product that is changed; null for a new one. */
  productId?: InputMaybe<Scalars['ID']['input']>;
  /** From when on it is sold. */
  publishedFrom?: InputMaybe<Scalars['Instant']['input']>;
  /** Until when. */
  publishedUntil?: InputMaybe<Scalars['Instant']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Who sells it. */
  shopId: Scalars['ID']['input'];
  /** Its English title. */
  titleEn: Scalars['String']['input'];
  /** Its Chinese title. */
  titleZh: Scalars['String']['input'];
  /** Its variants, 100 at most. A known one that is not named is sold no more. */
  variants: Array<GoodsVariantInput>;
  /** The version that was read, for a change. */
  version?: Scalars['Int']['input'];
};

/** The product, or why it was refused. */
export type SaveGoodsResult = AmountMalformed | CurrencyMismatch | Goods | GoodsChanged | GoodsMalformed | GoodsNotFound | IdReused | ShopClosed | ShopNotFound | UnknownCurrency;

/** Keep somebody to pay again. */
export type SavePayeeInput = {
  /** What to call them, 20 characters at most. */
  alias?: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** Whom to keep. */
  to: RecipientInput;
};

/** The payee, or why it was refused. */
export type SavePayeeResult = AliasTooLong | IdReused | Payee | RecipientNotFound | TooManyPayees | TransferToSelf;

/** What can be done next with what was scanned. */
export type ScanAction =
  /** Book a time. */
  | 'BOOK'
  /** Buy it. */
  | 'BUY'
  /** Claim a coupon. */
  | 'CLAIM'
  /** Grab the red packet. */
  | 'GRAB'
  /** Learn more. */
  | 'LEARN'
  /** Open it. */
  | 'OPEN'
  /** Pay the merchant. */
  | 'PAY'
  /** Share it with friends. */
  | 'SHARE'
  /** Send money. */
  | 'TRANSFER';

/** What a camera saw. */
export type ScanInput = {
  /** A stranger's consent to keep the place. Of a customer, the standing consent counts. */
  agreesToPlace?: Scalars['Boolean']['input'];
  /** Where: an H3 cell of resolution 9 at most. It is kept with consent alone. */
  cell?: InputMaybe<Scalars['String']['input']>;
  /** The text of the code. */
  code: Scalars['String']['input'];
  /** What scanned. */
  device?: DeviceClass;
};

/** What it is, or why it leads nowhere. */
export type ScanResult = CodeExpired | CodeUnknown | ProductGone | Scanned;

/** What was scanned. */
export type ScanTarget = BranchService | Prefill | Product | QueueTicket | RedPacket | ScannedCode | ScannedPerson;

/** What a camera saw, and what can be done with it. */
export type Scanned = {
  __typename?: 'Scanned';
  /** What can be done next, the likeliest first. */
  actions: Array<ScanAction>;
  /** Keep it for seven days: claimed after sign-up, it leads a purchase back to this scan. */
  attribution: Scalars['String']['output'];
  /** Of what kind it is. */
  kind: ProductKind;
  /** Where the code is seen; null for a code that is not the house's own link. */
  placement?: Maybe<Placement>;
  /** This scan. */
  scanId: Scalars['ID']['output'];
  /** What was scanned. */
  target: ScanTarget;
};

/** What a scanned code would pay. */
export type ScannedCode = {
  __typename?: 'ScannedCode';
  /** What is asked; null where the payer says how much. */
  amount?: Maybe<Money>;
  /** Who is paid. */
  merchant: Merchant;
  /** The order, for a code that was shown for one. */
  order?: Maybe<MerchantOrder>;
  /** Where. */
  shop: Shop;
};

/** Somebody who showed a code of their own. */
export type ScannedPerson = {
  __typename?: 'ScannedPerson';
  /** What a transfer names. */
  customerId: Scalars['ID']['output'];
  /** Who it is, masked. */
  party: Party;
};

/** A partner's service in the app. The type says what can be done there. */
export type Scene = {
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};

/** A friend at a network who is a customer too, and agreed to be found. */
export type SceneFriend = {
  __typename?: 'SceneFriend';
  /** The customer. */
  id: Scalars['ID']['output'];
  /** The name, masked; null where none was given. */
  maskedName?: Maybe<Scalars['String']['output']>;
};

/** What a scene is about. */
export type SceneKind =
  /** Shops outside the bank. */
  | 'CONSUMPTION'
  /** Appointments, deposits and what is settled after them. */
  | 'MEDICAL'
  /** Companies and their orders, deliveries and invoices. */
  | 'PRODUCTION'
  /** Bills for water, power, gas, heating, telephone. */
  | 'PUBLIC_UTILITIES'
  /** Networks of friends outside the bank. */
  | 'SOCIAL'
  /** Seats, and what it costs to change or return them. */
  | 'TRAVEL';

/** No scene of that id, or its partner does not offer that. */
export type SceneNotFound = Problem & {
  __typename?: 'SceneNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What a partner is paid for. */
export type SceneOrder = {
  __typename?: 'SceneOrder';
  /** How much was ordered, and is held until it ends. */
  amount: Money;
  /** The order: the id that the app made, or the bank for a standing consent. */
  id: Scalars['ID']['output'];
  /** Whether a standing consent paid. */
  isAutomatic: Scalars['Boolean']['output'];
  /** What the partner has of it; null until it ended so. Less than was held where a deposit was settled. */
  paid?: Maybe<Money>;
  /** What it pays, for example "bill". */
  purpose: Scalars['String']['output'];
  /** The number of the partner's receipt, once it was paid and the partner gave one. */
  receiptNumber?: Maybe<Scalars['String']['output']>;
  /** The partner's own reference, once it is known. */
  reference?: Maybe<Scalars['String']['output']>;
  /** What the partner has given back of it. */
  refunded: Money;
  /** The partner's code for its refusal; null unless it refused. */
  refusalCode?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** When it ended. */
  settledAt?: Maybe<Scalars['Instant']['output']>;
  /** How far it has come. */
  state: SceneOrderState;
};

/** One page of a list, in its order. */
export type SceneOrderConnection = {
  __typename?: 'SceneOrderConnection';
  /** The rows, each with its cursor. */
  edges: Array<SceneOrderEdge>;
  /** The rows. */
  nodes: Array<SceneOrder>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type SceneOrderEdge = {
  __typename?: 'SceneOrderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: SceneOrder;
};

/** How far an order has come. */
export type SceneOrderState =
  /** The partner and the bank do not agree; the bank's staff look into it. */
  | 'IN_REVIEW'
  /** The partner has it. */
  | 'PAID'
  /** The money is held; the partner has not said yet how it ended. It is asked again until it does. */
  | 'PENDING'
  /** The partner refused: the money can be spent again. */
  | 'RETURNED';

/** What a partner is to give back of an order. */
export type SceneRefund = {
  __typename?: 'SceneRefund';
  /** How much. */
  amount: Money;
  /** The refund. */
  id: Scalars['ID']['output'];
  /** What it is of: see `sceneOrder`. */
  orderId: Scalars['ID']['output'];
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** When it ended. */
  settledAt?: Maybe<Scalars['Instant']['output']>;
  /** How far it has come: paid when the money is back, returned when the partner gives nothing back. */
  state: SceneOrderState;
};

/** More than is left of what was paid. */
export type SceneRefundTooLarge = Problem & {
  __typename?: 'SceneRefundTooLarge';
  /** What is left. */
  left: Money;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The scene that was named, and whether its prices are the viewer's. */
export type SceneVisit = {
  __typename?: 'SceneVisit';
  /** Empty where something is cheaper for it; else `unknown_scene`, `not_linked` or `no_price`: then the prices are the ordinary ones. */
  reason: Scalars['String']['output'];
  /** The scene. */
  scene: Scalars['ID']['output'];
};

/** No search of that id, it is somebody else's, or what it found is too old to be booked. */
export type SearchNotFound = Problem & {
  __typename?: 'SearchNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** By what a list of what was found is put in order. */
export type SearchOrder =
  /** What fits, sells and is liked best, by points. */
  | 'BEST'
  /** The lowest price first. */
  | 'CHEAPEST'
  /** The highest price first. */
  | 'DEAREST'
  /** What verified buyers like best. */
  | 'RATING'
  /** What sold most in thirty days. */
  | 'SALES';

/** Why a product stands where it stands: points of a published formula, which add up. */
export type SearchPoints = {
  __typename?: 'SearchPoints';
  /** For what verified buyers think of it. */
  rating: Scalars['Int']['output'];
  /** For how well it fits what was typed. */
  relevance: Scalars['Int']['output'];
  /** For what was sold of it in thirty days. */
  sales: Scalars['Int']['output'];
  /** Of the formula. */
  version: Scalars['Int']['output'];
};

/** Look for what can be booked. */
export type SearchSlotsInput = {
  /** Where to, for a journey. */
  destination?: InputMaybe<Scalars['String']['input']>;
  /** The first day. */
  fromDay: Scalars['Date']['input'];
  /** From where, for a journey. */
  origin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the search's id. */
  requestId: Scalars['UUID']['input'];
  /** Where. */
  sceneId: Scalars['ID']['input'];
  /** One topic of the partner's; null for all. */
  topic?: InputMaybe<Scalars['String']['input']>;
  /** The last day. */
  untilDay: Scalars['Date']['input'];
};

/** The search, or why it was refused. */
export type SearchSlotsResult = BookingSearch | IdReused | LinkNotFound | SceneNotFound;

/** The commitment is not that of the viewer's seed in use. */
export type SeedChanged = Problem & {
  __typename?: 'SeedChanged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Another seed is in use; the one before is told. */
export type SeedRotated = {
  __typename?: 'SeedRotated';
  /** Its SHA-256, which was shown before. */
  commitment: Scalars['String']['output'];
  /** The game. */
  gameId: Scalars['ID']['output'];
  /** SHA-256 of the seed that is in use now. */
  nextCommitment: Scalars['String']['output'];
  /** Which seed was told. */
  number: Scalars['Int']['output'];
  /** The seed, in hexadecimal digits. */
  serverSeed: Scalars['String']['output'];
};

/** Send a part of an order. */
export type SendMallParcelInput = {
  /** Who carries it; empty for the shop's own people. */
  carrier?: Scalars['String']['input'];
  /** The order. */
  orderId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. A repeat with the same id sends nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** The carrier's number. */
  trackingNumber?: Scalars['String']['input'];
  /** What is in the parcel, each line once. */
  units: Array<ParcelUnitsInput>;
};

/** The parcel, or why nothing was sent. */
export type SendMallParcelResult = CarrierUnknown | IdReused | MallOrderEnded | MallOrderNotFound | MallParcelStanding | ParcelMalformed | UnitsMalformed;

/** Send a red packet. */
export type SendRedPacketInput = {
  /** What it holds, all places together. */
  amount: MoneyInput;
  /** A few words, 140 characters at most. */
  greeting?: Scalars['String']['input'];
  /** How it is shared. */
  kind: RedPacketKind;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** How many share it: 100 at most, and no more than it is sent to. */
  places: Scalars['Int']['input'];
  /** Made by the app and kept before its first attempt; it becomes the packet's id. A repeat sends nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** Whom it is for. */
  to: RedPacketAudienceInput;
};

/** The packet, or why it was refused. */
export type SendRedPacketResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | FreshSignInNeeded | IdReused | InsufficientFunds | LimitExceeded | NoteTooLong | PinLocked | PinNotSet | PinRequired | PinWrong | RecipientNotFound | RedPacket | RedPacketGroupTooLarge | RedPacketPlacesWrong | RedPacketTooLarge | RedPacketTooSmall | RedPacketUneven | RefusedForSafety | TransferToSelf | TransferTooLarge | UnknownCurrency;

/** A time of a service. */
export type ServiceSlot = {
  __typename?: 'ServiceSlot';
  /** When it begins. */
  beginsAt: Scalars['Instant']['output'];
  /** Until when a booking can be cancelled. */
  cancelledUntil: Scalars['Instant']['output'];
  /** How many places there are. */
  capacity: Scalars['Int']['output'];
  /** When it ends. */
  endsAt: Scalars['Instant']['output'];
  /** How many of them are free. */
  freeUnits: Scalars['Int']['output'];
  /** The time. */
  id: Scalars['ID']['output'];
  /** The service. */
  variantId: Scalars['ID']['output'];
};

/** A time of a service. */
export type ServiceSlotInput = {
  /** When it begins. */
  beginsAt: Scalars['Instant']['input'];
  /** How many places there are. */
  capacity: Scalars['Int']['input'];
  /** When it ends. */
  endsAt: Scalars['Instant']['input'];
};

/** A part is not as a time to be booked has it. */
export type ServiceSlotMalformed = Problem & {
  __typename?: 'ServiceSlotMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** Not of what was bought, or it is over. */
export type ServiceSlotNotFound = Problem & {
  __typename?: 'ServiceSlotNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Fewer places are free. */
export type ServiceSlotTaken = Problem & {
  __typename?: 'ServiceSlotTaken';
  /** How many are free. */
  freeUnits: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** One instalment as it stands. What is paid early makes instalments of its own. */
export type ServicedInstalment = {
  __typename?: 'ServicedInstalment';
  /** When its period begins. */
  begin: Scalars['Date']['output'];
  /** When it is due. */
  due: Scalars['Date']['output'];
  /** From 1 on, through the loan's life. */
  number: Scalars['Int']['output'];
  /** What it consists of. */
  owed: LoanParts;
  /** What of it was paid. */
  paid: LoanParts;
};

/** A sign-in that stands. */
export type Session = {
  __typename?: 'Session';
  /** Whether its tokens work only together with a key that never leaves the device. */
  boundToKey: Scalars['Boolean']['output'];
  /** When the customer signed in. */
  createdAt: Scalars['Instant']['output'];
  /** The device it is on. */
  deviceId?: Maybe<Scalars['ID']['output']>;
  /** What the device calls itself. */
  deviceName?: Maybe<Scalars['String']['output']>;
  /** For example "ios". */
  devicePlatform?: Maybe<Scalars['String']['output']>;
  /** When it ends if it is not used. */
  expiresAt: Scalars['Instant']['output'];
  /** The session. */
  id: Scalars['ID']['output'];
  /** Whether it is the session of this very request. */
  isCurrent: Scalars['Boolean']['output'];
  /** When it was last used, to a few minutes. */
  lastUsedAt: Scalars['Instant']['output'];
};

/** The session was ended, has expired, or the refresh token is not one of the house's. */
export type SessionEnded = Problem & {
  __typename?: 'SessionEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The session has ended. */
export type SessionRevoked = {
  __typename?: 'SessionRevoked';
  /** The session that ended. */
  sessionId: Scalars['ID']['output'];
};

/** No such session, not the viewer's, or ended before. The three are not told apart. */
export type SessionUnknown = Problem & {
  __typename?: 'SessionUnknown';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Have the bills of a link paid by themselves. */
export type SetAutoPayInput = {
  /** A bill above it is left to the customer. */
  cap: MoneyInput;
  /** The link. */
  linkId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the consent's id. */
  requestId: Scalars['UUID']['input'];
};

/** The standing consent, or why it was refused. */
export type SetAutoPayResult = AmountMalformed | AmountOutOfRange | AutoPay | AutoPayStands | IdReused | LinkNotFound | PinLocked | PinNotSet | PinRequired | PinWrong | SceneNotFound | UnknownCurrency;

/** Set a budget for a category. */
export type SetBudgetInput = {
  /** Of which category. */
  category: MovementCategory;
  /** What may be spent in a month; zero takes the budget away. */
  most: MoneyInput;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The budget, or why it was refused. */
export type SetBudgetResult = AmountMalformed | AmountOutOfRange | BudgetSet | IdReused | UnknownCurrency;

/** How many units of a variant the cart is to have. */
export type SetCartLineInput = {
  /** How many, 999 at most; 0 takes it out. */
  units: Scalars['Int']['input'];
  /** What. */
  variantId: Scalars['ID']['input'];
};

/** The line, or why it was refused. */
export type SetCartLineResult = CartChanged | CartFull | UnitsMalformed | VariantUnavailable;

/** Put a movement into a category. */
export type SetCategoryInput = {
  /** Where it belongs. */
  category: MovementCategory;
  /** The movement. */
  movementId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The category, or why it was refused. */
export type SetCategoryResult = CategorySet | IdReused | LineNotFound;

/** Say what a customer may do for a company. */
export type SetCompanyMemberInput = {
  /** The company. */
  companyId: Scalars['ID']['input'];
  /** The customer's phone number. */
  phone: Scalars['String']['input'];
  /** The owner's payment PIN. */
  pin: Scalars['String']['input'];
  /** Made by the caller and kept before its first attempt. A repeat is answered alike. */
  requestId: Scalars['UUID']['input'];
  /** MAKER or CHECKER; null: nothing any more. */
  role?: InputMaybe<CompanyRole>;
};

/** What was set, or why it was refused. */
export type SetCompanyMemberResult = CompanyMemberNotFound | CompanyMemberSet | CompanyNotFound | CompanyOwnerFixed | IdReused | PinLocked | PinNotSet | PinRequired | PinWrong | TooManyCompanyMembers;

/** Publish or withdraw a product. */
export type SetGoodsStateInput = {
  /** The product. */
  productId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** How it is to stand. */
  state: GoodsState;
};

/** The product, or why it was refused. */
export type SetGoodsStateResult = Goods | GoodsMalformed | GoodsNotFound | IdReused | ShopClosed | ShopNotFound;

/** Choose a language. */
export type SetLanguageInput = {
  /** Which language. */
  language: Language;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The language is set, or why it is not. */
export type SetLanguageResult = IdReused | LanguageSet;

/** Have what is due taken out of the wallet, or pay it by hand. */
export type SetLoanAutoDebitInput = {
  /** Whether it is taken. */
  isOn: Scalars['Boolean']['input'];
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How what is due is paid, or why it was refused. */
export type SetLoanAutoDebitResult = IdReused | LoanCollection | LoanEnded | LoanNotFound;

/** Say what a customer may do for a merchant. */
export type SetMerchantStaffInput = {
  /** The merchant. */
  merchantId: Scalars['ID']['input'];
  /** The customer's phone number. */
  phone: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** What they may do; null: nothing any more. */
  role?: InputMaybe<MerchantRole>;
};

/** What was set, or why it was refused. */
export type SetMerchantStaffResult = IdReused | LastOwner | MerchantNotFound | MerchantStaffSet | RecipientNotFound;

/** Set the first payment PIN. */
export type SetPinInput = {
  /** Six digits, not easy to guess. */
  pin: Scalars['String']['input'];
};

/** The PIN is set, or why it is not. */
export type SetPinResult = PinAlreadySet | PinMalformed | PinStored | PinTooSimple;

/** Pause, resume or stop a plan. */
export type SetPlanStateInput = {
  /** The plan. */
  planId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** How it is to stand. */
  state: PlanState;
};

/** The plan, or why it was refused. */
export type SetPlanStateResult = CalendarMissing | IdReused | PlanNotFound | PlanStopped | RegularPlan;

/** Have the wallet swept, or no longer. */
export type SetWalletSweepInput = {
  /** A money-market product. */
  fundId: Scalars['ID']['input'];
  /** Whether it is swept. */
  isActive: Scalars['Boolean']['input'];
  /** What stays in the wallet. */
  keep: MoneyInput;
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** How the wallet is swept, or why it was refused. */
export type SetWalletSweepResult = AmountMalformed | CurrencyMismatch | FundClosed | FundNotFound | IdReused | PinLocked | PinNotSet | PinRequired | PinWrong | UnknownCurrency | WalletSweep;

/** What one day of a merchant came to: gross less refunds less fee. */
export type Settlement = {
  __typename?: 'Settlement';
  /** How many payments it had a part of. */
  count: Scalars['Int']['output'];
  /** The day in Asia/Shanghai. */
  day: Scalars['String']['output'];
  /** The bank's fee on the rest. */
  fee: Money;
  /** What was paid to it. */
  gross: Money;
  /** What went to its balance. */
  net: Money;
  /** What of that went back before it was settled. */
  refunded: Money;
  /** When. */
  settledAt: Scalars['Instant']['output'];
};

/** One page of a list, in its order. */
export type SettlementConnection = {
  __typename?: 'SettlementConnection';
  /** The rows, each with its cursor. */
  edges: Array<SettlementEdge>;
  /** The rows. */
  nodes: Array<Settlement>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type SettlementEdge = {
  __typename?: 'SettlementEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Settlement;
};

/** Post a card at a network. */
export type ShareCardInput = {
  /** The account there. */
  linkId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt; it becomes the card's id. */
  requestId: Scalars['UUID']['input'];
  /** The viewer's own share that it leads to: see `shareProduct`. */
  shareId: Scalars['ID']['input'];
  /** What it says. */
  words: Scalars['String']['input'];
};

/** The card, which is being posted, or why it was refused. */
export type ShareCardResult = CardMalformed | IdReused | LinkNotFound | SceneNotFound | ShareNotFound | SharedCard;

/** The customer has no such code to share. */
export type ShareNotFound = Problem & {
  __typename?: 'ShareNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Share a product, or oneself. */
export type ShareProductInput = {
  /** The product. Of the kind PERSON, the viewer's own customer id. */
  product: ProductKeyInput;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The viewer's own code, or why it was refused. */
export type ShareProductResult = IdReused | OfferCode | ProductNotFound;

/** A card that a customer posts at a network. */
export type SharedCard = {
  __typename?: 'SharedCard';
  /** Where it leads: the customer's own code, so that what comes of it is told. */
  address: Scalars['String']['output'];
  /** When the network last had another count; null while it never had. */
  countedAt?: Maybe<Scalars['Instant']['output']>;
  /** The card: the id that the app made. */
  id: Scalars['ID']['output'];
  /** How many like it, as the network last counted. */
  likes: Scalars['Int']['output'];
  /** The network's code for its refusal; null unless it refused. */
  reason?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** Which scene: see `scene`. */
  sceneId: Scalars['ID']['output'];
  /** How far it has come. */
  state: CardState;
  /** What it says. */
  words: Scalars['String']['output'];
};

/** One page of a list, in its order. */
export type SharedCardConnection = {
  __typename?: 'SharedCardConnection';
  /** The rows, each with its cursor. */
  edges: Array<SharedCardEdge>;
  /** The rows. */
  nodes: Array<SharedCard>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type SharedCardEdge = {
  __typename?: 'SharedCardEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: SharedCard;
};

/** More shares than are held and not on their way already, or none. */
export type SharesInsufficient = Problem & {
  __typename?: 'SharesInsufficient';
  /** How many shares can be redeemed now. */
  availableShares?: Maybe<Scalars['Decimal']['output']>;
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How the order stands, or why it was refused. */
export type ShipMallOrderResult = IdReused | MallOrderEnded | MallOrderNotFound | MallOrderStanding;

/** Where a merchant sells. */
export type Shop = {
  __typename?: 'Shop';
  /** The shop. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
};

/** It is not open, or open already. */
export type ShopClosed = Problem & {
  __typename?: 'ShopClosed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How it stands. */
  state: Scalars['String']['output'];
};

/** What the orders of a day that were paid came to. */
export type ShopDayRevenue = {
  __typename?: 'ShopDayRevenue';
  /** The day in Shanghai on which they were placed. */
  day: Scalars['Date']['output'];
  /** How many. */
  orders: Scalars['Int']['output'];
  /** What went back of them since. */
  refunded: Money;
  /** What they cost. */
  total: Money;
};

/** A part is not as a shop has it. */
export type ShopMalformed = Problem & {
  __typename?: 'ShopMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which part. */
  what: Scalars['String']['output'];
};

/** No such shop, or not the caller's. */
export type ShopNotFound = Problem & {
  __typename?: 'ShopNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The shop is open. */
export type ShopOpened = {
  __typename?: 'ShopOpened';
  /** The merchant. */
  merchantId: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** The shop. */
  shopId: Scalars['ID']['output'];
};

/** What the lines of one shop come to. */
export type ShopQuote = {
  __typename?: 'ShopQuote';
  /** What promotions take off. */
  discount: Money;
  /** Without promotions. */
  goods: Money;
  /** Its lines. */
  lines: Array<QuotedLine>;
  /** Every promotion of the shop that stands, and what it did. */
  rules: Array<QuotedRule>;
  /** Who sells it; null if it cannot be read just now. */
  shop?: Maybe<MallShop>;
  /** What it comes to. */
  total: Money;
};

/** An outside shop: what is ordered there, paid here at once or in parts, and given back; and what its members have of it. */
export type ShopScene = Scene & {
  __typename?: 'ShopScene';
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** What the viewer is a member of there; null where there is no membership, or it cannot be read just now. */
  membership?: Maybe<Membership>;
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** The viewer's purchases there, newest first. */
  purchases: PurchaseConnection;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};


/** An outside shop: what is ordered there, paid here at once or in parts, and given back; and what its members have of it. */
export type ShopScenePurchasesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** Show the keys of a line. */
export type ShowMallKeysInput = {
  /** Which line. */
  number: Scalars['Int']['input'];
  /** The parcel. */
  parcelId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** They can be read, or why not. */
export type ShowMallKeysResult = IdReused | KeysShown | MallOrderNotFound | ParcelNotFound;

/** Ask whether an offer may be shown unasked, and count it as shown. */
export type ShowOfferInput = {
  /** The campaign. */
  campaignId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The offer may be shown, or why not. */
export type ShowOfferResult = CampaignEnded | CampaignNotFound | ContactCapReached | ContactNotAgreed | ContactRecorded | IdReused;

/** Sign in with a code. A phone that nobody has signs up. */
export type SignInInput = {
  /** The six digits. */
  code: Scalars['String']['input'];
  /** What the device calls itself, 60 characters at most. */
  deviceName: Scalars['String']['input'];
  /** The phone number that the code went to. */
  phone: Scalars['String']['input'];
  /** For example "ios", "android", "harmony", "h5": small letters, digits and hyphens. */
  platform: Scalars['String']['input'];
};

/** The session, or why there is none. */
export type SignInResult = DeviceMalformed | PhoneMalformed | SignedIn | WrongCode;

/** Sign in from a mini-program. */
export type SignInWithMiniProgramInput = {
  /** What the network gave the mini-program for this sign-in (wx.login). */
  code: Scalars['String']['input'];
  /** What the device calls itself, 60 characters at most. */
  deviceName: Scalars['String']['input'];
  /** Which of the bank's mini-programs. */
  miniProgram: Scalars['String']['input'];
  /** For example "mini-program". */
  platform: Scalars['String']['input'];
  /** User info as the network gave it, to be checked. */
  rawData?: InputMaybe<Scalars['String']['input']>;
  /** How the network signed it. */
  signature?: InputMaybe<Scalars['String']['input']>;
};

/** The session, or how to go on, or why neither. */
export type SignInWithMiniProgramResult = DeviceMalformed | MiniProgramAway | MiniProgramBusy | MiniProgramCodeInvalid | MiniProgramCodeUsed | MiniProgramUnknown | MiniProgramUnlinked | SignedIn | UserInfoForged;

/** Sign in, or up, by a code, and link what the ticket stands for. */
export type SignInWithTicketInput = {
  /** The six digits. */
  code: Scalars['String']['input'];
  /** What the device calls itself, 60 characters at most. */
  deviceName: Scalars['String']['input'];
  /** The phone number that the code went to. */
  phone: Scalars['String']['input'];
  /** For example "mini-program". */
  platform: Scalars['String']['input'];
  /** From `signInWithMiniProgram`, on the same device. */
  ticket: Scalars['String']['input'];
};

/** The session, or why there is none. */
export type SignInWithTicketResult = DeviceMalformed | IdentityTaken | PhoneMalformed | SignedIn | TicketInvalid | TooManyIdentities | WrongCode;

/** Sign the contract of an application. */
export type SignLoanInput = {
  /** The application. */
  applicationId: Scalars['ID']['input'];
  /** The contract that was read. */
  contractSha256: Scalars['String']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The application, which is signed, or why it was refused. */
export type SignLoanResult = BorrowerUnfit | IdReused | LoanApplication | LoanApplicationNotFound | LoanOfferChanged | LoanOfferExpired | LoanOfferNotOpen | PinLocked | PinNotSet | PinRequired | PinWrong;

/** End this session. */
export type SignOutInput = {
  /** End all other sessions of the customer too. */
  everywhere?: Scalars['Boolean']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** What ended, or why nothing did. */
export type SignOutResult = IdReused | SignedOut;

/** Sign up with the phone that the network knows. */
export type SignUpWithMiniProgramInput = {
  /** What the device calls itself, 60 characters at most. */
  deviceName: Scalars['String']['input'];
  /** Which of the bank's mini-programs. */
  miniProgram: Scalars['String']['input'];
  /** What the network gave the mini-program for the phone (getPhoneNumber). */
  phoneCode: Scalars['String']['input'];
  /** For example "mini-program". */
  platform: Scalars['String']['input'];
  /** From `signInWithMiniProgram`, on the same device. */
  ticket: Scalars['String']['input'];
};

/** The session, or why there is none. */
export type SignUpWithMiniProgramResult = DeviceMalformed | IdentityTaken | MiniProgramAway | MiniProgramBusy | MiniProgramCodeInvalid | MiniProgramCodeUsed | MiniProgramUnknown | PhoneInUse | PhoneMalformed | SignedIn | TicketInvalid;

/** Signed in. */
export type SignedIn = {
  __typename?: 'SignedIn';
  /** The customer who signed in; null if it cannot be read just now. */
  customer?: Maybe<Customer>;
  /** Whether the customer signed up just now. */
  isNew: Scalars['Boolean']['output'];
  /** The session that began. */
  sessionId: Scalars['ID']['output'];
  /** The session's first tokens. */
  tokens: Tokens;
};

/** Signed out. */
export type SignedOut = {
  __typename?: 'SignedOut';
  /** The sessions that ended; none when this one had ended before. */
  sessionIds: Array<Scalars['ID']['output']>;
};

/** Every place of the slot is taken. */
export type SlotFull = Problem & {
  __typename?: 'SlotFull';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The search found no such slot, or its time is past or too far ahead. */
export type SlotNotFound = Problem & {
  __typename?: 'SlotNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The branch is closed then, or the time lies between two slots, in the past, or too far ahead. */
export type SlotNotOffered = Problem & {
  __typename?: 'SlotNotOffered';
  /** How far ahead one may book, in days. */
  daysAhead: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A service got times. */
export type SlotsOpened = {
  __typename?: 'SlotsOpened';
  /** How many. */
  count: Scalars['Int']['output'];
  /** The service. */
  variantId: Scalars['ID']['output'];
};

/** What may be sent from an account, by how well the bank knows its owner. */
export type SpendingLimits = {
  __typename?: 'SpendingLimits';
  /** Up to this amount no payment PIN is needed. */
  pinAbove: Money;
  /** The largest single transfer. */
  transferMost: Money;
  /** Today and this month. */
  windows: Array<SpendingWindow>;
};

/** What transfers may take out of an account in a day or a month. */
export type SpendingWindow = {
  __typename?: 'SpendingWindow';
  /** What is left of it. */
  left: Money;
  /** The limit. */
  most: Money;
  /** Which window, for example "day:2026-11-23" or "month:2026-11" (Asia/Shanghai). */
  period: Scalars['String']['output'];
};

/** A bill that somebody paid, and splits. */
export type SplitBill = {
  __typename?: 'SplitBill';
  /** The bill: the id that the app made. */
  id: Scalars['ID']['output'];
  /** When it was split. */
  madeAt: Scalars['Instant']['output'];
  /** Who paid the bill and split it, masked. */
  maker?: Maybe<Party>;
  /** How it is split. */
  method: SplitMethod;
  /** What its maker bears. */
  own: Money;
  /** The shares that are asked for, largest first: its maker sees all of them, anybody else their own. */
  shares: Array<MoneyRequest>;
  /** Where it stands. */
  state: SplitState;
  /** What it was for. */
  title: Scalars['String']['output'];
  /** The whole bill. */
  total: Money;
};

/** One page of a list, in its order. */
export type SplitBillConnection = {
  __typename?: 'SplitBillConnection';
  /** The rows, each with its cursor. */
  edges: Array<SplitBillEdge>;
  /** The rows. */
  nodes: Array<SplitBill>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type SplitBillEdge = {
  __typename?: 'SplitBillEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: SplitBill;
};

/** Split a bill. `parties` say who shares it evenly, `amounts` who bears what, `items` who had what (with `parties` as everybody). */
export type SplitBillInput = {
  /** Who bears what, for a bill by amounts. */
  amounts?: Array<SplitPartInput>;
  /** The lines, for a bill by items: 100 at most. */
  items?: Array<SplitItemInput>;
  /** How it is split. */
  method: SplitMethod;
  /** Who shares it, the viewer among them or not: 50 at most. */
  parties?: Array<Scalars['ID']['input']>;
  /** Made by the app and kept before its first attempt. It becomes the bill's id. */
  requestId: Scalars['UUID']['input'];
  /** What it was for, 140 characters at most. */
  title?: Scalars['String']['input'];
  /** The whole bill. */
  total: MoneyInput;
};

/** The bill, or why it was refused. */
export type SplitBillResult = AmountMalformed | AmountOutOfRange | CurrencyMismatch | IdReused | NoteTooLong | SplitBill | SplitPartiesWrong | SplitShareEmpty | SplitUnbalanced | UnknownCurrency;

/** Every share was paid, declined or has expired. */
export type SplitEnded = Problem & {
  __typename?: 'SplitEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How the bill stands: "settled" or "closed". */
  state: Scalars['String']['output'];
};

/** A line of a bill, shared evenly by those who had it. */
export type SplitItemInput = {
  /** What it cost. */
  amount: MoneyInput;
  /** Who had it. */
  customerIds: Array<Scalars['ID']['input']>;
};

/** How a bill is split. */
export type SplitMethod =
  /** By amounts that its maker names. */
  | 'AMOUNTS'
  /** The same for everybody; what cannot be shared goes to those named first. */
  | 'EVEN'
  /** By what each had. */
  | 'ITEMS';

/** No such bill, or not one that the viewer made. */
export type SplitNotFound = Problem & {
  __typename?: 'SplitNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** What one of them bears, where a bill is split by amounts. */
export type SplitPartInput = {
  /** How much. */
  amount: MoneyInput;
  /** Who. */
  customerId: Scalars['ID']['input'];
};

/** Nobody beside the maker, too many, somebody twice, somebody unknown, or amounts and items that do not fit the people. */
export type SplitPartiesWrong = Problem & {
  __typename?: 'SplitPartiesWrong';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most people. */
  mostParties: Scalars['Int']['output'];
};

/** Everybody who is asked pays something. */
export type SplitShareEmpty = Problem & {
  __typename?: 'SplitShareEmpty';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a split bill stands. */
export type SplitState =
  /** Its maker called off what was open; what was paid stays. */
  | 'CANCELLED'
  /** No share is open, and not all are paid. */
  | 'CLOSED'
  /** Shares are to be paid. */
  | 'OPEN'
  /** Every share is paid. */
  | 'SETTLED';

/** The amounts or items do not make up the total. */
export type SplitUnbalanced = Problem & {
  __typename?: 'SplitUnbalanced';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What the parts make. */
  parts: Money;
  /** What the bill says. */
  total: Money;
};

/** A card of the viewer. */
export type StampCard = {
  __typename?: 'StampCard';
  /** The game that a full card plays. */
  game: Game;
  /** How many it takes. */
  needed: Scalars['Int']['output'];
  /** How many stamps it has; below 0 where redeemed ones were returned. */
  stamps: Scalars['Int']['output'];
};

/** What a stamp is collected by. */
export type StampSource =
  /** A purchase of the least spending. */
  | 'PURCHASE'
  /** The scan of a code, once a day. */
  | 'SCAN';

/** How a card fills. */
export type StampTerms = {
  __typename?: 'StampTerms';
  /** The least spending for a stamp; null: any. */
  least?: Maybe<Money>;
  /** How many stamps a full card has. */
  needed: Scalars['Int']['output'];
  /** What a stamp is collected by. */
  source: StampSource;
};

/** The card has fewer stamps than it takes. */
export type StampsTooFew = Problem & {
  __typename?: 'StampsTooFew';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How many it takes. */
  needed: Scalars['Int']['output'];
  /** How many it has. */
  stamps: Scalars['Int']['output'];
};

/** What the viewer could have without being assessed again. */
export type StandingLoanOffer = {
  __typename?: 'StandingLoanOffer';
  /** Until when. */
  expiresAt: Scalars['Instant']['output'];
  /** The offer. */
  id: Scalars['ID']['output'];
  /** How much at most. */
  limit: Money;
  /** Since when it stands. */
  offeredAt: Scalars['Instant']['output'];
  /** The product, by the terms that it is lent by now. */
  product?: Maybe<LoanProduct>;
  /** The version of the product's terms. */
  productVersion: Scalars['Int']['output'];
  /** The yearly rate in percent, simple. */
  ratePercent?: Maybe<Scalars['Decimal']['output']>;
};

/** It was accepted, withdrawn or has expired. */
export type StandingOfferEnded = Problem & {
  __typename?: 'StandingOfferEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** `accepted`, `withdrawn` or `expired`. */
  state: Scalars['String']['output'];
};

/** The viewer has no such offer. */
export type StandingOfferNotFound = Problem & {
  __typename?: 'StandingOfferNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** A transfer that goes on a date, or every week or month. */
export type StandingOrder = {
  __typename?: 'StandingOrder';
  /** What goes each time. */
  amount: Money;
  /** When it was created. */
  createdAt: Scalars['Instant']['output'];
  /** When it was stopped or finished. */
  endedAt?: Maybe<Scalars['Instant']['output']>;
  /** The last day on which an occurrence may fall; null for no end. */
  endsOn?: Maybe<Scalars['Date']['output']>;
  /** How often in a row it was refused. The third time stops the order. */
  failures: Scalars['Int']['output'];
  /** The day of the first occurrence. */
  firstOn: Scalars['Date']['output'];
  /** The standing order: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The day of the occurrence that comes next, or came last of one that has ended. */
  nextOn: Scalars['Date']['output'];
  /** What is written to each transfer; empty where nothing is. */
  note: Scalars['String']['output'];
  /** Why it was last refused, for example InsufficientFunds; null once it went well. */
  reason?: Maybe<Scalars['String']['output']>;
  /** How it repeats. */
  rhythm: Rhythm;
  /** Where it stands. */
  state: StandingOrderState;
  /** Who receives it, masked; null for a customer who was erased. */
  target?: Maybe<Party>;
  /** When that one is tried: later than its day after it was refused. */
  tryOn: Scalars['Date']['output'];
};

/** One page of a list, in its order. */
export type StandingOrderConnection = {
  __typename?: 'StandingOrderConnection';
  /** The rows, each with its cursor. */
  edges: Array<StandingOrderEdge>;
  /** The rows. */
  nodes: Array<StandingOrder>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type StandingOrderEdge = {
  __typename?: 'StandingOrderEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: StandingOrder;
};

/** It was stopped, or has nothing left to do: read it again. */
export type StandingOrderEnded = Problem & {
  __typename?: 'StandingOrderEnded';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** No such order, or not the viewer's. The two are not told apart. */
export type StandingOrderNotFound = Problem & {
  __typename?: 'StandingOrderNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where a standing order stands. */
export type StandingOrderState =
  /** Its next occurrence will be posted. */
  | 'ACTIVE'
  /** Nothing is left of it to do. */
  | 'FINISHED'
  /** It is left out until it is resumed. */
  | 'PAUSED'
  /** Its owner stopped it, or three refusals in a row did. */
  | 'STOPPED';

/** Its first day lies in the past. */
export type StartsInThePast = Problem & {
  __typename?: 'StartsInThePast';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Where the files of a statement are: paths of this server, for GET with the same token and Accept-Language. */
export type StatementFiles = {
  __typename?: 'StatementFiles';
  /** For accounting software: ISO 20022 camt.053.001.08. Currencies only. */
  camt053: Scalars['String']['output'];
  /** For spreadsheets and programs: opening, movements, closing. */
  csv: Scalars['String']['output'];
  /** To read and to print; of up to 10,000 movements. */
  pdf: Scalars['String']['output'];
};

/** A movement with the category that its customer puts it in. */
export type StatementLine = {
  __typename?: 'StatementLine';
  /** Positive for what came in. */
  amount: Money;
  /** When it was booked. */
  bookedAt: Scalars['Instant']['output'];
  /** What it is for. */
  category: MovementCategory;
  /** The movement. */
  id: Scalars['ID']['output'];
  /** Why it moved. */
  kind: Scalars['String']['output'];
  /** The movement as the statement shows it. */
  movement?: Maybe<Movement>;
};

/** One page of a list, in its order. */
export type StatementLineConnection = {
  __typename?: 'StatementLineConnection';
  /** The rows, each with its cursor. */
  edges: Array<StatementLineEdge>;
  /** The rows. */
  nodes: Array<StatementLine>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type StatementLineEdge = {
  __typename?: 'StatementLineEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: StatementLine;
};

/** What is sought. Everything that is given must fit. */
export type StatementSearchInput = {
  /** Who is on the other side: the viewer's own name for them, their masked name or phone, or a merchant's name; 40 characters at most. */
  counterparty?: Scalars['String']['input'];
  /** In which the amounts are. */
  currency?: Scalars['CurrencyCode']['input'];
  /** From this day on, for example 2026-11-01 (Shanghai). */
  fromDay?: InputMaybe<Scalars['String']['input']>;
  /** At least so much, in or out. */
  least?: InputMaybe<Scalars['Decimal']['input']>;
  /** At most so much, in or out. */
  most?: InputMaybe<Scalars['Decimal']['input']>;
  /** Words of the note, 40 characters at most. */
  text?: Scalars['String']['input'];
  /** Through this day. */
  toDay?: InputMaybe<Scalars['String']['input']>;
};

/** A printed code: whoever scans it says how much. */
export type StaticCode = {
  __typename?: 'StaticCode';
  /** The code. */
  id: Scalars['ID']['output'];
  /** Whether it was withdrawn: then nobody is paid by it. */
  isWithdrawn: Scalars['Boolean']['output'];
  /** Where it stands. */
  label: Scalars['String']['output'];
  /** When it was made. */
  madeAt: Scalars['Instant']['output'];
  /** The shop it stands in. */
  shopId: Scalars['ID']['output'];
  /** The text of the code: what its picture says. */
  text: Scalars['String']['output'];
};

/** The code can be printed. */
export type StaticCodeMade = {
  __typename?: 'StaticCodeMade';
  /** The code; null if it cannot be read just now. */
  code?: Maybe<StaticCode>;
  /** The code. */
  codeId: Scalars['ID']['output'];
};

/** Nobody is paid by the code any more. */
export type StaticCodeWithdrawn = {
  __typename?: 'StaticCodeWithdrawn';
  /** The code. */
  codeId: Scalars['ID']['output'];
};

/** How wide the points of a series are. */
export type Step =
  /** A day in Shanghai. */
  | 'DAY'
  /** A month in Shanghai. */
  | 'MONTH';

/** What is on a shelf now. */
export type StockCounted = {
  __typename?: 'StockCounted';
  /** How many units are there. */
  onHandUnits: Scalars['Int']['output'];
  /** How many of them are promised. */
  reservedUnits: Scalars['Int']['output'];
  /** The variant. */
  variantId: Scalars['ID']['output'];
  /** The warehouse. */
  warehouseId: Scalars['ID']['output'];
};

/** The viewer is told once there are units of this. */
export type StockNotice = {
  __typename?: 'StockNotice';
  /** Since when. */
  askedAt: Scalars['Instant']['output'];
  /** What is waited for. */
  variantId: Scalars['ID']['output'];
};

/** The viewer does not wait for it. */
export type StockNoticeDropped = {
  __typename?: 'StockNoticeDropped';
  /** What is not waited for. */
  variantId: Scalars['ID']['output'];
};

/** A variant that the viewer waits for. */
export type StockNoticeInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The variant. */
  variantId: Scalars['ID']['input'];
};

/** The customer waits for too much. */
export type StockNoticesFull = Problem & {
  __typename?: 'StockNoticesFull';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** How many there can be. */
  noticesMost: Scalars['Int']['output'];
};

/** There are units: it need not be waited for. */
export type StockThere = Problem & {
  __typename?: 'StockThere';
  /** How many can be bought. */
  freeUnits: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Stop having bills paid by themselves. */
export type StopAutoPayInput = {
  /** The consent. */
  autoPayId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The consent, which has ended, or why it was refused. */
export type StopAutoPayResult = AutoPay | AutoPayNotFound | IdReused;

/** The standing order, or why it was refused. */
export type StopStandingOrderResult = IdReused | StandingOrder | StandingOrderEnded | StandingOrderNotFound;

/** Make a payment run of invoices. */
export type SubmitPaymentRunInput = {
  /** The company. */
  companyId: Scalars['ID']['input'];
  /** What is to be paid together: 1,000 invoices at most. */
  invoices: Array<InvoiceToPayInput>;
  /** Made by the app and kept before its first attempt. A repeat is answered alike. It names the run. */
  requestId: Scalars['UUID']['input'];
};

/** The run, or why it was refused. */
export type SubmitPaymentRunResult = AmountMalformed | CompanyNotFound | IdReused | PaymentRunBrought | PaymentRunEmpty | PaymentRunNameUsed | UnknownCurrency;

/** Put money into a product. */
export type SubscribeInput = {
  /** How much. */
  amount: MoneyInput;
  /** The product. */
  fundId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the order's id. */
  requestId: Scalars['UUID']['input'];
  /** The version of its terms that was shown. */
  version: Scalars['Int']['input'];
};

/** The order, or why it was refused. */
export type SubscribeResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | AssessmentNeeded | CalendarMissing | CurrencyMismatch | FundClosed | FundNotFound | FundOrder | FundTermsChanged | IdReused | InsufficientFunds | MismatchUnconfirmed | PinLocked | PinNotSet | PinRequired | PinWrong | ProductUnsuitable | UnknownCurrency;

export type Subscription = {
  __typename?: 'Subscription';
  /** Another band of the viewer's, or the answer to a review; from now on or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED. */
  creditChanged: CreditChange;
  /** Sign-ins and changes of PIN, identity and consents, from now or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED. */
  customerChanged: CustomerChange;
  /** Whenever the queue of a flash sale moves on, and when it is sold out, over or called off; from now on or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED. */
  flashSaleChanged: FlashSaleChange;
  /** What becomes of the viewer's queue tickets: taken, nearer to their turn, called, ended; from now on or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED. */
  queueTicketChanged: QueueTicketChange;
  /** Every change of the viewer's wallet, from now on or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED. */
  walletChanged: WalletChange;
};


export type SubscriptionCreditChangedArgs = {
  since?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionCustomerChangedArgs = {
  since?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionFlashSaleChangedArgs = {
  saleId: Scalars['ID']['input'];
  since?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionQueueTicketChangedArgs = {
  since?: InputMaybe<Scalars['Cursor']['input']>;
};


export type SubscriptionWalletChangedArgs = {
  since?: InputMaybe<Scalars['Cursor']['input']>;
};

/** What came in and what went out: on a day, in a month, or in a category of a month. */
export type Sums = {
  __typename?: 'Sums';
  /** The category; null in a series of all of them. */
  category?: Maybe<MovementCategory>;
  /** What came in. */
  income: Money;
  /** How many movements. */
  movements: Scalars['Int']['output'];
  /** What went out, as a positive amount. */
  spending: Money;
  /** The first day, for example 2026-11-01. */
  start: Scalars['String']['output'];
};

/** Take a queue ticket. */
export type TakeTicketInput = {
  /** The branch. */
  branchId: Scalars['ID']['input'];
  /** For whom. */
  kind?: TicketClass;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The ticket, or why it was refused. */
export type TakeTicketResult = BranchClosedNow | BranchNotFound | IdReused | QueueTicket | TicketClassNotGiven | TicketHeldAlready;

/** The run, or why it was refused. */
export type TakeUpPaymentRunResult = IdReused | PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen;

/** The merchant's part of a payment. */
export type Taking = {
  __typename?: 'Taking';
  /** All that the customer paid, with the tip. */
  amount: Money;
  /** The bank's fee on what is left of the part. */
  fee: Money;
  /** The payment. */
  id: Scalars['ID']['output'];
  /** When it was paid. */
  paidAt: Scalars['Instant']['output'];
  /** The merchant's own words for it, if it paid an order. */
  reference: Scalars['String']['output'];
  /** What went back of the part. */
  refunded: Money;
  /** The merchant's part: all of it, unless it is shared. */
  share: Money;
};

/** One page of a list, in its order. */
export type TakingConnection = {
  __typename?: 'TakingConnection';
  /** The rows, each with its cursor. */
  edges: Array<TakingEdge>;
  /** The rows. */
  nodes: Array<Taking>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type TakingEdge = {
  __typename?: 'TakingEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: Taking;
};

/** Say and show something in a dispute. */
export type TellMallDisputeInput = {
  /** The dispute. */
  disputeId: Scalars['ID']['input'];
  /** Addresses of pictures and films that show it, nine at most. */
  media?: Array<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** What there is to say, 2,000 characters at most. */
  text: Scalars['String']['input'];
};

/** The dispute, or why it was refused. */
export type TellMallDisputeResult = DisputeEnded | DisputeMalformed | DisputeNotFound | IdReused | MallDispute;

/** For whom a queue ticket is. */
export type TicketClass =
  /** For who has an appointment; given with it. */
  | 'APPOINTED'
  /** For who needs help. */
  | 'ASSISTED'
  /** For a business. */
  | 'BUSINESS'
  /** For the elderly. */
  | 'ELDERLY'
  /** For anybody. */
  | 'GENERAL'
  /** Given by members of staff. */
  | 'VIP';

/** Members of staff alone give it. */
export type TicketClassNotGiven = Problem & {
  __typename?: 'TicketClassNotGiven';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** The viewer's ticket there is still good. */
export type TicketHeldAlready = Problem & {
  __typename?: 'TicketHeldAlready';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Its number. */
  number: Scalars['Int']['output'];
};

/** Name a queue ticket. */
export type TicketInput = {
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
  /** The ticket. */
  ticketId: Scalars['ID']['input'];
};

/** The ticket is too old, of another device, or not the house's. Sign in with the mini-program anew. */
export type TicketInvalid = Problem & {
  __typename?: 'TicketInvalid';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** None that is good, or somebody else's. */
export type TicketNotFound = Problem & {
  __typename?: 'TicketNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How a ticket stands in its queue. */
export type TicketStanding = {
  __typename?: 'TicketStanding';
  /** How many are before it. */
  ahead: Scalars['Int']['output'];
  /** How long that takes, as things go. */
  waitSeconds: Scalars['Int']['output'];
};

/** How a queue ticket stands. */
export type TicketState =
  /** It was called. */
  | 'CALLED'
  /** It was given back. */
  | 'CANCELLED'
  /** Its day is over. */
  | 'EXPIRED'
  /** It was served. */
  | 'SERVED'
  /** It was called, and nobody came. */
  | 'SKIPPED'
  /** It waits. */
  | 'WAITING';

/** How well the bank knows a customer. Limits go by it. */
export type Tier =
  /** A phone that answered with its code. */
  | 'BASIC'
  /** Real name and ID number were checked. */
  | 'VERIFIED';

/** The merchant takes no tips, or none that large. */
export type TipRefused = Problem & {
  __typename?: 'TipRefused';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The largest tip; zero where none is taken. */
  most: Money;
};

/** What a session signs its requests with, and renews itself with. */
export type Tokens = {
  __typename?: 'Tokens';
  /** Goes with every request: `Authorization: Bearer`, or `DPoP` where the session is bound to a device key. */
  accessToken: Scalars['String']['output'];
  /** How long the access token can be used. */
  expiresInSeconds: Scalars['Int']['output'];
  /** Good for one `refreshTokens`. Keep it in the device's safe storage. */
  refreshToken: Scalars['String']['output'];
};

/** The session goes on. */
export type TokensRefreshed = {
  __typename?: 'TokensRefreshed';
  /** The session. */
  sessionId: Scalars['ID']['output'];
  /** The session's next tokens. A repeat within a minute gives the same ones, unless they were used meanwhile. */
  tokens: Tokens;
};

/** Too many one-time codes for this phone, a device or an address, or in all. The answer is the same for a phone that is not registered. */
export type TooManyCodes = Problem & {
  __typename?: 'TooManyCodes';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** When to ask again. */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** The company has as many as may act for one. */
export type TooManyCompanyMembers = Problem & {
  __typename?: 'TooManyCompanyMembers';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most. */
  mostMembers: Scalars['Int']['output'];
};

/** So many identities stand already. */
export type TooManyIdentities = Problem & {
  __typename?: 'TooManyIdentities';
  /** How many may stand. */
  count: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Remove one that is needed no more. */
export type TooManyPayees = Problem & {
  __typename?: 'TooManyPayees';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** None, or too many in one confirmation. */
export type TooManyPayments = Problem & {
  __typename?: 'TooManyPayments';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The most in one confirmation. */
  mostAtOnce: Scalars['Int']['output'];
};

/** Active and paused ones count. */
export type TooManyPlans = Problem & {
  __typename?: 'TooManyPlans';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Stop one that is needed no more. */
export type TooManyStandingOrders = Problem & {
  __typename?: 'TooManyStandingOrders';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Money on its way into the wallet through a payment channel. */
export type TopUp = {
  __typename?: 'TopUp';
  /** The account it goes to; null if it cannot be read just now. */
  account?: Maybe<WalletAccount>;
  /** What was asked for. */
  amount: Money;
  /** The payment channel. */
  channel: Scalars['String']['output'];
  /** The top-up: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The channel's own reference, once it is known. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The channel's code for its refusal, for example "insufficient_funds"; null unless it was refused. */
  refusalCode?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** When it ended. */
  settledAt?: Maybe<Scalars['Instant']['output']>;
  /** How far it has come. */
  state: TopUpState;
};

/** Bring money into the wallet. */
export type TopUpInput = {
  /** What to bring in. */
  amount: MoneyInput;
  /** Which payment channel; null lets the bank choose. */
  channel?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the top-up's id. A repeat charges nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** The top-up, or why it was refused. */
export type TopUpResult = AccountClosed | AccountNotFound | AmountMalformed | AmountOutOfRange | ChannelNotFound | IdReused | TopUp | UnknownCurrency;

/** How far a top-up has come. */
export type TopUpState =
  /** The channel and the bank do not agree; the bank's staff look into it. */
  | 'IN_REVIEW'
  /** The channel has not said yet how it ended. It is asked again until it does. */
  | 'PENDING'
  /** The money is in the wallet. */
  | 'POSTED'
  /** The channel took nothing. */
  | 'REFUSED';

/** A document of a company, as its system told it. It never changes; an invoice is paid once. */
export type TradeDocument = {
  __typename?: 'TradeDocument';
  /** The day on which an invoice is due. */
  dueOn?: Maybe<Scalars['Date']['output']>;
  /** The document. */
  id: Scalars['ID']['output'];
  /** What it is. */
  kind: TradeDocumentKind;
  /** Its lines. */
  lines: Array<TradeDocumentLine>;
  /** What keeps an invoice from being paid now; nothing for other documents, and for what is paid. */
  mismatches: Array<InvoiceMismatch>;
  /** The movement that paid it. */
  movementId?: Maybe<Scalars['ID']['output']>;
  /** Its number, as the company's system has it. */
  number: Scalars['String']['output'];
  /** The order that a delivery or an invoice is of. */
  orderNumber?: Maybe<Scalars['String']['output']>;
  /** When it was paid. */
  paidAt?: Maybe<Scalars['Instant']['output']>;
  /** When the bank heard of it. */
  receivedAt: Scalars['Instant']['output'];
  /** Where an invoice stands; null for the others. */
  state?: Maybe<InvoiceState>;
  /** The supplier's number; null for a delivery. */
  supplier?: Maybe<Scalars['String']['output']>;
  /** What it comes to: of an invoice as it says itself, of an order by its lines; null for a delivery. */
  total?: Maybe<Money>;
};

/** One page of a list, in its order. */
export type TradeDocumentConnection = {
  __typename?: 'TradeDocumentConnection';
  /** The rows, each with its cursor. */
  edges: Array<TradeDocumentEdge>;
  /** The rows. */
  nodes: Array<TradeDocument>;
  /** Whether and where to read on. */
  pageInfo: PageInfo;
};

/** A row of a list with its cursor. */
export type TradeDocumentEdge = {
  __typename?: 'TradeDocumentEdge';
  /** Leads past this row. */
  cursor: Scalars['Cursor']['output'];
  /** The row. */
  node: TradeDocument;
};

/** A kind of document. */
export type TradeDocumentKind =
  /** What was delivered of an order. */
  | 'DELIVERY'
  /** What a supplier wants for an order. */
  | 'INVOICE'
  /** What was ordered of a supplier. */
  | 'ORDER';

/** A line of a document. Lines are known by the order's numbers. */
export type TradeDocumentLine = {
  __typename?: 'TradeDocumentLine';
  /** Its number. */
  line: Scalars['Int']['output'];
  /** How many pieces. */
  quantity: Scalars['Int']['output'];
  /** The price of one; null in a delivery. */
  unitPrice?: Maybe<Money>;
};

/** The transfer, or why it was refused. */
export type TransferFromChangeResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | FreshSignInNeeded | HeldForReview | IdReused | InsufficientFunds | LimitExceeded | NoteTooLong | PinLocked | PinNotSet | PinRequired | PinWrong | RecipientNotFound | RefusedForSafety | TransferToSelf | TransferTooLarge | Transferred | UnknownCurrency;

/** Send money to another customer. */
export type TransferInput = {
  /** What to send. */
  amount: MoneyInput;
  /** A few words for the recipient, 140 characters at most. */
  note?: Scalars['String']['input'];
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. A repeat with the same id moves nothing twice. */
  requestId: Scalars['UUID']['input'];
  /** Who receives it. */
  to: RecipientInput;
};

/** The transfer, or why it was refused. */
export type TransferResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | FreshSignInNeeded | HeldForReview | IdReused | InsufficientFunds | LimitExceeded | NoteTooLong | PinLocked | PinNotSet | PinRequired | PinWrong | RecipientNotFound | RefusedForSafety | TransferToSelf | TransferTooLarge | Transferred | UnknownCurrency;

/** Sender and recipient are one customer. */
export type TransferToSelf = Problem & {
  __typename?: 'TransferToSelf';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** More than the customer's tier may send at once. Verifying the identity raises it. */
export type TransferTooLarge = Problem & {
  __typename?: 'TransferTooLarge';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** The largest single transfer. */
  most: Money;
};

/** The money has moved. */
export type Transferred = {
  __typename?: 'Transferred';
  /** The account it left, as it stands now; null if it cannot be read just now. */
  account?: Maybe<WalletAccount>;
  /** The wallet account it left. */
  accountId: Scalars['ID']['output'];
  /** What was sent. */
  amount: Money;
  /** What the account held right after it. */
  balanceAfter: Money;
  /** When it was booked. */
  bookedAt: Scalars['Instant']['output'];
  /** The movement as the viewer's statement shows it; null if it cannot be read just now. */
  movement?: Maybe<Movement>;
  /** The movement. */
  movementId: Scalars['ID']['output'];
};

/** Why there is no return. */
export type Undefined =
  /** Nothing was invested. */
  | 'NOTHING_INVESTED'
  /** Nothing came in or went out. */
  | 'NO_FLOWS'
  /** No rate explains the flows. */
  | 'NO_RATE'
  /** There was no value yet on the first day. */
  | 'NO_VALUE'
  /** All on one day. */
  | 'ONE_DAY'
  /** Money only came in, or only went out. */
  | 'ONE_SIDED'
  /** More than one rate explains the flows. */
  | 'SEVERAL_RATES'
  /** The rate is too large to be told. */
  | 'TOO_LARGE';

/** The person is too young. */
export type Underage = Problem & {
  __typename?: 'Underage';
  /** From which age. */
  leastAge: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** None, too many, or more than are there. */
export type UnitsMalformed = Problem & {
  __typename?: 'UnitsMalformed';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** What was sent. */
  units: Scalars['Int']['output'];
};

/** The house does not know that currency or asset. */
export type UnknownCurrency = Problem & {
  __typename?: 'UnknownCurrency';
  /** The code that was sent. */
  code: Scalars['CurrencyCode']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Unlink one of the viewer's identities. */
export type UnlinkIdentityInput = {
  /** Which identity. */
  identityId: Scalars['ID']['input'];
  /** The payment PIN. Without a PIN the sign-in by code must be of the last ten minutes. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The identity that ended, or why none did. */
export type UnlinkIdentityResult = FreshSignInNeeded | IdReused | IdentityNotFound | IdentityUnlinked | LastWayToSignIn | PinLocked | PinNeeded | PinNotSet | PinWrong;

/** End a link. */
export type UnlinkPartnerInput = {
  /** The link. */
  linkId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The link, which has ended, or why it was refused. */
export type UnlinkPartnerResult = IdReused | Link | LinkBusy | LinkNotFound;

/** `rawData` is not what the network signed for this sign-in. */
export type UserInfoForged = Problem & {
  __typename?: 'UserInfoForged';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** Bills that a partner lists, and their payment. */
export type UtilityScene = Scene & {
  __typename?: 'UtilityScene';
  /** The viewer's standing consent to pay the bills there; null where none stands. */
  autoPay?: Maybe<AutoPay>;
  /** The viewer's bills there, latest due first. */
  bills: BillConnection;
  /** What can be done there, for example "pay" or "auto_pay". */
  capabilities: Array<Scalars['String']['output']>;
  /** The scene. */
  id: Scalars['ID']['output'];
  /** What it is about. */
  kind: SceneKind;
  /** The viewer's account there; null where none is linked, or it cannot be read just now. */
  link?: Maybe<Link>;
  /** Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one. */
  mayShowLoans: Scalars['Boolean']['output'];
  /** Whether an account there must be linked first. */
  needsLink: Scalars['Boolean']['output'];
  /** The most for one payment. */
  paymentMost: Money;
  /** What it is called, in the viewer's language. */
  title: Scalars['String']['output'];
};


/** Bills that a partner lists, and their payment. */
export type UtilitySceneBillsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};

/** What a variant is like, by name. */
export type VariantAttribute = {
  __typename?: 'VariantAttribute';
  /** What is told: colour. */
  name: Scalars['String']['output'];
  /** How it is: red. */
  value: Scalars['String']['output'];
};

/** What a variant is like, by name. */
export type VariantAttributeInput = {
  /** What is told: colour. */
  name: Scalars['String']['input'];
  /** How it is: red. */
  value: Scalars['String']['input'];
};

/** Not published, withdrawn, or of a shop that is not open. */
export type VariantUnavailable = Problem & {
  __typename?: 'VariantUnavailable';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
  /** Which one. */
  variantId: Scalars['ID']['output'];
};

/** Prove who the customer is. */
export type VerifyIdentityInput = {
  /** The eighteen characters of the resident ID number. */
  idNumber: Scalars['String']['input'];
  /** The name as the identity card writes it. */
  name: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The identity is verified, or why it is not. */
export type VerifyIdentityResult = AlreadyVerified | IdNumberInvalid | IdNumberTaken | IdReused | IdentityVerified | NameMalformed | Underage;

/** The viewer's money in one currency. */
export type WalletAccount = {
  __typename?: 'WalletAccount';
  /** What can be spent: the balance less what is held. */
  available: Money;
  /** All that it holds. */
  balance: Money;
  /** What it held at a moment: by all movements that were booked by then; zero before it was opened. */
  balanceAt: Money;
  /** The currency it holds. */
  currency: Scalars['CurrencyCode']['output'];
  /** The account. */
  id: Scalars['ID']['output'];
  /** What may be sent from it. */
  limits: SpendingLimits;
  /** When it was opened. */
  openedAt: Scalars['Instant']['output'];
  /** Whether money can leave and enter it. */
  state: AccountState;
  /** The movements, newest first, at most 50 a page. */
  statement: MovementConnection;
  /** The files of the statement of business days, both included. The last one must be over, and it may be 366 days at most. */
  statementFiles: StatementFiles;
};


/** The viewer's money in one currency. */
export type WalletAccountBalanceAtArgs = {
  at: Scalars['Instant']['input'];
};


/** The viewer's money in one currency. */
export type WalletAccountStatementArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
};


/** The viewer's money in one currency. */
export type WalletAccountStatementFilesArgs = {
  firstDay: Scalars['Date']['input'];
  lastDay: Scalars['Date']['input'];
};

/** Something about the viewer's wallet changed. */
export type WalletChange = {
  __typename?: 'WalletChange';
  /** The account that changed, as it stands when this is told. */
  account?: Maybe<WalletAccount>;
  /** Give it back as `since` to miss nothing after a lost connection. */
  cursor: Scalars['Cursor']['output'];
  /** The movement that changed it, if one did. */
  movement?: Maybe<Movement>;
};

/** The wallet is open. */
export type WalletOpened = {
  __typename?: 'WalletOpened';
  /** The account; null if it cannot be read just now. */
  account?: Maybe<WalletAccount>;
  /** The account. */
  accountId: Scalars['ID']['output'];
};

/** What the viewer's wallet holds above an amount goes into a money-market product every trading day. */
export type WalletSweep = {
  __typename?: 'WalletSweep';
  /** The money-market product. */
  fund?: Maybe<Fund>;
  /** Whether it does. */
  isActive: Scalars['Boolean']['output'];
  /** What stays in the wallet. */
  keep: Money;
  /** When the wallet was last looked at; null before the first time. */
  sweptOn?: Maybe<Scalars['Date']['output']>;
};

/** Where a shop's goods lie. */
export type Warehouse = {
  __typename?: 'Warehouse';
  /** The warehouse. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** The lowest gives first. */
  position: Scalars['Int']['output'];
};

/** No such warehouse, or not the caller's. */
export type WarehouseNotFound = Problem & {
  __typename?: 'WarehouseNotFound';
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};

/** How somebody whom the bank does not know goes on. */
export type WayOn =
  /** In a session that stands. */
  | 'LINK_IDENTITY'
  /** `requestCode`, then `signInWithTicket`: for customers, and for new ones. */
  | 'SIGN_IN_WITH_TICKET'
  /** With the network's phone code: for new customers. */
  | 'SIGN_UP_WITH_MINI_PROGRAM';

/** Take back the yes to a purpose. */
export type WithdrawConsentInput = {
  /** Which purpose. */
  purpose: Scalars['String']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The consent that ended, or why none did. */
export type WithdrawConsentResult = ConsentRecorded | ConsentUnknown | IdReused | PurposeUnknown;

/** Be found no longer. */
export type WithdrawFriendsInput = {
  /** The consent. */
  consentId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The consent, which has ended, or why it was refused. */
export type WithdrawFriendsResult = FriendConsent | FriendConsentNotFound | IdReused;

/** Pay money out of the wallet. */
export type WithdrawInput = {
  /** What to pay out. */
  amount: MoneyInput;
  /** Which payment channel; null lets the bank choose. */
  channel?: InputMaybe<Scalars['String']['input']>;
  /** The payment PIN, for amounts that need it. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt; it becomes the withdrawal's id. A repeat pays nothing twice. */
  requestId: Scalars['UUID']['input'];
};

/** Give the money of a new loan back. */
export type WithdrawLoanInput = {
  /** The loan. */
  loanId: Scalars['ID']['input'];
  /** The payment PIN: always needed. */
  pin?: InputMaybe<Scalars['String']['input']>;
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The loan, of which nothing is owed, or why it was refused. */
export type WithdrawLoanResult = AccountClosed | AccountFrozen | AccountNotFound | CoolingOffOver | IdReused | InsufficientFunds | Loan | LoanNotFound | PinLocked | PinNotSet | PinRequired | PinWrong;

/** The dispute, or why it was refused. */
export type WithdrawMallDisputeResult = DisputeEnded | DisputeNotFound | IdReused | MallDispute;

/** How it ended, or why it still waits. */
export type WithdrawMallExchangeResult = AccountClosed | AccountFrozen | ExchangeEnded | ExchangeNotFound | IdReused | InsufficientFunds | MallExchange | MerchantClosed;

/** The run, or why it was refused. */
export type WithdrawPaymentRunResult = IdReused | PaymentRunChanged | PaymentRunNotFound | PaymentRunNotOpen;

/** Take a form back; it is erased. */
export type WithdrawPrefillInput = {
  /** The form. */
  prefillId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The form, or why it was refused. */
export type WithdrawPrefillResult = IdReused | Prefill | PrefillExpired | PrefillOpenedAlready | PrefillUnknown;

/** The withdrawal, or why it was refused. */
export type WithdrawResult = AccountClosed | AccountFrozen | AccountNotFound | AmountMalformed | AmountOutOfRange | ChannelNotFound | FreshSignInNeeded | HeldForReview | IdReused | InsufficientFunds | LimitExceeded | PinLocked | PinNotSet | PinRequired | PinWrong | RefusedForSafety | TransferTooLarge | UnknownCurrency | Withdrawal;

/** Withdraw a printed code. */
export type WithdrawStaticCodeInput = {
  /** The code. */
  codeId: Scalars['ID']['input'];
  /** Made by the app and kept before its first attempt. */
  requestId: Scalars['UUID']['input'];
};

/** The code, or why it was refused. */
export type WithdrawStaticCodeResult = IdReused | MerchantNotFound | StaticCodeWithdrawn;

/** Money on its way out of the wallet through a payment channel. */
export type Withdrawal = {
  __typename?: 'Withdrawal';
  /** The account it comes from; null if it cannot be read just now. */
  account?: Maybe<WalletAccount>;
  /** What is to be paid out. */
  amount: Money;
  /** The payment channel. */
  channel: Scalars['String']['output'];
  /** The withdrawal: the id that the app made. */
  id: Scalars['ID']['output'];
  /** The channel's own reference, once it is known. */
  reference?: Maybe<Scalars['String']['output']>;
  /** The channel's code for its refusal, for example "account_closed"; null unless it was refused. */
  refusalCode?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['Instant']['output'];
  /** When it ended. */
  settledAt?: Maybe<Scalars['Instant']['output']>;
  /** How far it has come. */
  state: WithdrawalState;
};

/** How far a withdrawal has come. */
export type WithdrawalState =
  /** The channel and the bank do not agree; the bank's staff look into it. */
  | 'IN_REVIEW'
  /** The money is held; the channel has not said yet how it ended. It is asked again until it does. */
  | 'PENDING'
  /** The channel paid it out. */
  | 'POSTED'
  /** The channel paid nothing: the money can be spent again. */
  | 'RETURNED';

/** The code is wrong, used or too old. With no attempt left a new code is needed. The answer is the same for a phone that is not registered. */
export type WrongCode = Problem & {
  __typename?: 'WrongCode';
  /** How often this code may still be tried. */
  attemptsLeft: Scalars['Int']['output'];
  /** What to tell the customer. */
  message: Scalars['String']['output'];
};
