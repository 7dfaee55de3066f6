// One of the Node servers: node server.mjs <apollo|yoga|mercurius> <memory|postgres> <port>, with WORLD (a JSON file) and DATABASE_URL in the environment.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { memoryResolvers, postgresLoaders, postgresResolvers, postgresContext } from './resolvers.mjs'

const [kind, store, port] = process.argv.slice(2)
const world = JSON.parse(readFileSync(process.env.WORLD, 'utf8'))
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
const documents = ['home', 'catalogue'].map((name) => readFileSync(new URL(`../${name}.graphql`, import.meta.url), 'utf8'))
const viewerOf = (headers) => headers.authorization.slice(7)
const isMemory = store === 'memory'
const contextOf = (headers) => (isMemory ? { viewer: viewerOf(headers) } : postgresContext(viewerOf(headers), kind))

const servers = {
  async apollo() {
    const { ApolloServer } = await import('@apollo/server')
    const { fastifyApolloHandler, fastifyApolloDrainPlugin } = await import('@as-integrations/fastify')
    const { default: Fastify } = await import('fastify')
    const app = Fastify()
    const apollo = new ApolloServer({ typeDefs, resolvers: resolvers(), csrfPrevention: false, plugins: [fastifyApolloDrainPlugin(app)] })
    await apollo.start()
    app.route({ url: '/graphql', method: ['POST'], handler: fastifyApolloHandler(apollo, { context: async (request) => contextOf(request.headers) }) })
    await app.listen({ port: Number(port), host: '127.0.0.1' })
  },
  async yoga() {
    const { createYoga, createSchema } = await import('graphql-yoga')
    const yoga = createYoga({
      schema: createSchema({ typeDefs, resolvers: resolvers() }),
      context: ({ request, req }) => contextOf(req ? req.headers : Object.fromEntries(request.headers)),
      logging: false,
      graphiql: false,
      landingPage: false,
    })
    createServer(yoga).listen(Number(port), '127.0.0.1')
  },
  async mercurius() {
    const { default: Fastify } = await import('fastify')
    const { default: mercurius } = await import('mercurius')
    const app = Fastify()
    const persistedQueries = Object.fromEntries(documents.map((text) => [createHash('sha256').update(text).digest('hex'), text]))
    app.register(mercurius, {
      schema: typeDefs,
      resolvers: resolvers(),
      loaders: isMemory ? undefined : postgresLoaders,
      context: (request) => contextOf(request.headers),
      jit: 1,
      persistedQueries,
    })
    await app.listen({ port: Number(port), host: '127.0.0.1' })
  },
}

function resolvers() {
  return isMemory ? memoryResolvers(world) : postgresResolvers(kind)
}

await servers[kind]()
