// A database of its own on the PostgreSQL of the tests, gone afterwards.
import { execFileSync } from "node:child_process";

export async function database(use) {
  const server = process.env.VOIX_TEST_POSTGRES_URL;
  const name = `voix_end2end_${process.pid}`;
  const sql = (text) => execFileSync(process.env.VOIX_PSQL ?? "psql", [server, "--quiet", "--command", text]);
  sql(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    await use(url.href);
  } finally {
    sql(`drop database ${name} with (force)`);
  }
}
