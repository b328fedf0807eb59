# docker build -t lead-scoring-monitor .
# docker run -p 8501:8501 -e PREDICTIONS_LOG=/data/predictions.jsonl -e API_BASE_URL=https://api.example.org \
#   -v "$PWD/logs:/data:ro" -v monitor-archive:/archive lead-scoring-monitor

# Node 24.18.0, for all platforms of the image; Dependabot moves the digest with the tag.
FROM node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d AS base

FROM base AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/trim-install.mjs ./scripts/
# Scripts of dependencies are not run: none that is needed at run time has one (esbuild and DuckDB ship their binaries).
RUN npm ci --omit=dev --ignore-scripts && node scripts/trim-install.mjs

FROM base
ENV NODE_ENV=production \
    ARCHIVE_DIR=/archive \
    SITES_DIR=/sites \
    CACHE_DIR=/cache \
    ASTRO_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json tsconfig.json astro.config.mjs ./
COPY data ./data
COPY public ./public
COPY pages ./pages
COPY scripts ./scripts
COPY src ./src
# The software belongs to root and cannot be changed from inside; the user owns the archive, the built sites and the
# rows that were read (which a rebuild does not read again) only.
# Vite bundles its configuration into node_modules/.vite-temp.
RUN mkdir -p /archive /sites /cache /app/.astro /app/node_modules/.vite-temp /app/node_modules/.vite /app/node_modules/.astro \
    && chown node:node /archive /sites /cache /app/.astro /app/node_modules/.vite-temp /app/node_modules/.vite /app/node_modules/.astro
USER node
VOLUME ["/archive"]
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8501/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/launch.mjs", "serve"]
