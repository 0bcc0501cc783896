#!/bin/sh
# Makes passwords, addresses and certificates for compose.cluster.yml in docker/secrets (or the folder that is named).
# Never over files that are there. The certificates are signed by an authority of your own, made here: keep ca.key away
# from the machines that run the cluster. With an authority of your office, put its files in their place.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
[ ! -e "$folder" ] || { echo "make-secrets: $folder is there already" >&2; exit 1; }
mkdir -p "$folder"
cd "$folder"

password() { openssl rand -hex 24 | tr -d '\n' >"$1"; }
password kurrent_admin_password
password kurrent_ops_password
password postgres_password
# Seals the secrets of authenticator apps in the database: with another key everybody has to enrol anew.
openssl rand -base64 32 | tr -d '\n' >redline_identity_key
openssl rand -base64 32 | tr -d '\n' >redline_vault_key

# A file may hold the address with its password: the programs read it once, at start, and never print it.
printf 'kurrentdb://admin:%s@kurrent-1:2113,kurrent-2:2113,kurrent-3:2113?tls=true&tlsCaFile=/run/secrets/ca.crt&nodePreference=leader' \
  "$(cat kurrent_admin_password)" >redline_kurrentdb_url
printf 'postgres://redline:%s@postgres:5432/redline?sslmode=verify-full&sslrootcert=/run/secrets/ca.crt' \
  "$(cat postgres_password)" >redline_postgres_url

openssl req -x509 -newkey rsa:3072 -nodes -keyout ca.key -out ca.crt -days 1825 -subj '/CN=redline-cluster-ca' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>openssl.log

# name, common name, subject alternative names
certificate() {
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" 2>>openssl.log
  printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature,keyEncipherment' \
    'extendedKeyUsage=serverAuth,clientAuth' "subjectAltName=$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -out "$1.crt" -days 825 -sha256 \
    -extfile "$1.ext" 2>>openssl.log
  rm "$1.csr" "$1.ext"
}
# KurrentDB wants one common name for all nodes, and each node is a client of the others.
for n in 1 2 3; do
  certificate "kurrent-$n" kurrentdb-node "DNS:kurrent-$n,DNS:localhost,IP:172.30.240.1$n,IP:127.0.0.1"
done
certificate postgres postgres 'DNS:postgres'
rm -f ca.srl openssl.log

# The programs and KurrentDB run as user 1000 in their containers; PostgreSQL copies its key as root before it starts.
if [ "$(id -u)" = 0 ]; then chown -R 1000:1000 .; fi
echo "made in $(pwd); readable by user $(stat -c %u ca.crt), and it must be 1000 for the containers"
