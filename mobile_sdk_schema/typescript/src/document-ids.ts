/* Made by `make sdk` from trusted-documents.json. Do not edit. */

/** By what id each operation is sent: { "documentId": documentIds.Home, "variables": {} }. */
export const documentIds = {
  AppRequirements: "81af1f5d57e87793a29ad4ae43e3bd1971709a6b74aebbdb0cc1c16d0549f2ca",
  BalanceAt: "5d622450873f96dc49a775b58e2b4e1f22890bb8f04c14bb632cdf86f11e297c",
  ChangePin: "f1b67ed928669b88c9598a5dc58ffabbc24348e2f0c4fd89bb873bf09bc5e1f4",
  Consents: "bbab05c97aabf550de4b278d20409f5f6d2ed3b0376366c1fb15943d57532ae7",
  CustomerChanged: "2f56639470637437592d0aebdd269120eb70033f8c31cd4bcf38b51cb726a85f",
  GrabRedPacket: "28363ff6c4b7740e5d2dd09f53fdc13ce87b9ccd6efe132b070aa46c89e166ce",
  GrantConsent: "c087c73e1b46f1d688035868435295e6399428af4af793e3522d62b0d9dd7f34",
  Home: "42a6e2f0dc0031279ea5980ad03f05804fb23efdd2a2ed5c315d8455ef9f76fc",
  Limits: "78517ee5d9c360d60b3c281211e62294d4e8ec773c6475a74b0c0d034623d6c4",
  LinkedRedPacket: "bb9b7a444664c3c940cc36361abdcb18720f4f8dfe9099bffde7588f45f432ab",
  Movement: "b3903fd53efe7660ee826f13d1c33947c1cf9c48a8f1e661d7583ba319473a04",
  OpenRedPacket: "494a0cf8010d05afe85d6f28958377785a30029b9a41047c3827915aca6e8417",
  OpenWallet: "b23b259cddd38dcc39555d753dcbff43e86cbe1456db8fd2fec0847928549011",
  Points: "d6cf369d3c7992d29608691467c23d78caaee2a00a7ed616dbbb871cd5ba7c08",
  PointsHistory: "5c6c164defcc88ad6611ef89d147c457c161251e28dd49c6331bb4b9b850610e",
  PointsLots: "ff30c0b5a830296bb364a8b14bf28176089aefc912d5d3ae01858e87307726d6",
  ReceivedRedPackets: "c719df438a2da526d3a20437e7a51763f645b9ee1725039ae9c1ce2095154fed",
  RedPacket: "60ea22fffcaa8b7846a2332e490294725d79cdc6618552062207c555d8936b20",
  RefreshTokens: "42e9ff32b59145604b5cc7fad94acae9245c561f7f0848838857b7dd85d879d1",
  RegisterPushToken: "09f310acca6c200167d13f13a8c111c30de155b4f830c19033c4f7c573acaede",
  RequestCode: "0f9841598ad953bfe5b24e108d9cd1141bd2a8aaef904a397aa55659f0a8f102",
  ResetPin: "48ff29c35602146e8d0c13c047eb0a06c934bc6bf605bf5f702ebae38e4f3d8a",
  RevokeDevice: "be9a120a476aee2081256d1c742dfa99cebb022ab892218e7ae0167f59e3938c",
  RevokeSession: "ddd19a3d3009c6a50adeb4ab421aff328a629564f8b15fbb298ff1ac23fa41ea",
  SendRedPacket: "79c16e1f2455feaf75c591aad5e50a5dee7cf4d6a3c03de0731a0958f57ae388",
  SentRedPackets: "1b285561e5037e173771f24e4db387fce3d33161a623e263b6766ed4debf65c3",
  Sessions: "d8aeb421bb926ddf9c68d3b25d7e8f0c5e504291fdddf07c850a3c12934f1932",
  SetLanguage: "ca1c949b9fe448c716c249f37c5bde7b5aa11b150c296c1afcc398be741e835c",
  SetPin: "29a3f7191327a44be4da67abdc02e05349dd9e1d4067af04b5c472ae301b85b6",
  SignIn: "0897344219b7d9a65558c9149a17714583f9c6b3e2763e4ca33e8f8255f26944",
  SignOut: "49fb067160c5e8f98d0403fd71dfa24f7a5b451763b880ad18a3dad9c586c123",
  StartTopUp: "1c275d0640a0df01cf6f5c04c85b6c2740b69560cfd7864f31dd4ae75f27779c",
  Statement: "2995b4bf08c73323f86a16bef8470ef03a08da8cb586e0ce11b55b279d5c16e2",
  TopUp: "1ef9fc6c496b72afbfbd0018ea5e8146f404c47a7de6ed45974deba42e29c79d",
  Transfer: "e3b3002f9e207c06de3fac80f80477f8d5a522fd5ab9b50e6de6bf4689efce54",
  VerifyIdentity: "be0f67ad94626fa774a47ee94fe3b10638da971faf29e3e331b9b47b128d30d8",
  Viewer: "a988922bb4606a04f3170010308af0bb082dd5428a26b80c645f2d322ec516a4",
  WalletChanged: "d52addbef95c5a78ca6229287bf974e73f026ea77ff61ff259589b70495057cf",
  Wallets: "cd080a7cbfa5432a0a267dd51e60ec01c2620f2af8fa01c59192cae8b3720a96",
  Withdraw: "b9d360e02f984d5834837d2890b37cfeeaf24ab59289c43c484e77e898e18a4b",
  WithdrawConsent: "f0e1f15d9a80f9976308cc9643274d47d1023fcf0f276ff8415a6210e23ad730",
  Withdrawal: "d33d37f6ea6e9b1d202221a2a39f3d0309b1af2bd31ceab8707dd7064a5f870f",
} as const;

export type OperationName = keyof typeof documentIds;

/** SHA-256 of the customer.graphql that the types were made from. */
export const madeFrom = "622058be1185913766dd763f80fc2824f156df6c824bae43b1a48ae9835a63df";
