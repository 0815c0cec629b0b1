#!/usr/bin/env python3
"""Reads the geode-archive format: an independent second implementation, written from the pages beside it.

    decode.py ROOT/NAME --extract DIR    restores a backup into DIR, which is absent or empty
    decode.py ROOT/NAME --list           prints its tree
    decode.py --file FILE [--json]       checks one file of any kind and prints its fields; of a log's segment frames and records
    decode.py --file SEGMENT --recover   walks the blocks of a segment that lost its footer or trailer

What is encrypted is read with --key-file FILE or --passphrase-file FILE; a file must then lie in its archive root.
Exit codes: 0 done, 1 failed, 2 usage, 10 damage found, 11 key missing or wrong, 12 not found, 13 target not empty.
Damage is one line on standard error: name of the failure, path, offset of the damaged structure, detail.

It needs Python 3.11 and nothing else, but for zstd the shared library libzstd.so.1. Everything is checked that the
specification lets a reader check, as far as the keys at hand go. It decrypts about half a megabyte a second. It holds the
chunk tables of one backup in memory: it proves the format and serves as a last resort, it is not built for archives of many terabytes.
"""
import argparse
import base64
import binascii
import collections
import contextlib
import ctypes
import datetime
import hashlib
import hmac
import json
import os
import resource
import stat
import struct
import sys
import types
import zlib

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

# Conventions ---------------------------------------------------------------------------------------------------------

PLAIN_PAYLOAD_SIZE_MAX = 16 * MIB
STORED_PAYLOAD_SIZE_MAX = 17 * MIB
CHUNK_SIZE_MAX = 8 * MIB
NODE_SIZE_MAX = 4 * MIB
FILE_SIZE_MAX = 1 * GIB
INDEX_SIZE_MAX = 64 * GIB
EXPORT_SIZE_MAX = 1 << 46
COUNT_MAX = 2**63 - 1
NUMBER_MAX = 2**32 - 1
NO_ID = bytes(16)


class Damage(Exception):
    """A named failure. The path and the offset are those of the structure that is damaged."""

    def __init__(self, name, path, offset, detail):
        super().__init__(f"{name} {shown(path)} {offset} {detail}")
        self.name, self.path, self.offset, self.detail = name, path, offset, detail


class Stop(Exception):
    """The command ends with this exit code; nothing is damaged."""

    def __init__(self, exit_code, message):
        super().__init__(message)
        self.exit_code = exit_code


class Place(collections.namedtuple("Place", "path offset")):
    """Where a structure lies."""

    def need(self, condition, name, detail):
        if not condition:
            raise Damage(name, self.path, self.offset, detail)

    def need_range(self, fields, name, least, most):
        value = getattr(fields, name)
        self.need(least <= value <= most, "bad-value", f"{name} {value}")


class Text(bytes):
    """A name or other text, maybe of no encoding: to be told from ids and sums when it is shown."""


def shown(value):
    """A raw name as printable text that names no other: nothing in it can break a line or drive a terminal."""
    text = value.replace(b"\\", rb"\\").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def is_utf8(value):
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class Cursor:
    """Reads the fields of variable layouts one after the other."""

    def __init__(self, data, place):
        self.data, self.place, self.position = data, place, 0

    def take(self, size):
        end = self.position + size
        if end > len(self.data):
            self.place.need(False, "truncated", f"{size} bytes wanted at {self.position} of {len(self.data)}")
        taken = self.data[self.position:end]
        self.position = end
        return taken

    def u8(self):
        return self.take(1)[0]

    def u32(self):
        return int.from_bytes(self.take(4), "little")

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            self.place.need(shift < 70, "bad-varint", "longer than 64 bits")
        self.place.need(value < 1 << 64, "bad-varint", "longer than 64 bits")
        self.place.need(byte or not shift, "bad-varint", "not in shortest form")
        return value

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def count(self, least=0, most=COUNT_MAX):
        """A varint that is an offset, size, count or number."""
        value = self.varint()
        self.place.need(least <= value <= most, "bad-value", f"{value} is not in {least} to {most}")
        return value

    def id(self, is_optional=False):
        value = bytes(self.take(16))
        self.place.need(is_optional or value != NO_ID, "bad-value", "an id is zero")
        return value

    def hash(self):
        return bytes(self.take(32))

    def bytes(self, least, most):
        size = self.varint()
        self.place.need(size <= most, "too-large", f"{size} bytes where at most {most} may be")
        self.place.need(size >= least, "bad-value", f"{size} bytes where at least {least} must be")
        return Text(self.take(size))

    def text(self, least=0, most=255):
        value = self.bytes(least, most)
        self.place.need(is_utf8(value), "bad-value", f"'{shown(value)}' is not UTF-8")
        return value

    def enum(self, last):
        value = self.u8()
        self.place.need(1 <= value <= last, "bad-value", f"enumeration value {value}")
        return value

    def end(self):
        left = len(self.data) - self.position
        self.place.need(not left, "trailing-bytes", f"{left} bytes after the end")


class Layout:
    """A table of fixed offsets. Bytes that no field covers are reserved."""

    def __init__(self, name, start, size, *fields):
        self.name, self.fields, self.gaps = name, fields, []
        position = start
        for offset, code, _ in fields:
            if offset > position:
                self.gaps.append((position, offset))
            position = offset + struct.calcsize("<" + code)
        if size > position:
            self.gaps.append((position, size))

    def read(self, data, base=0):
        return types.SimpleNamespace(
            **{field: struct.unpack_from("<" + code, data, base + offset)[0] for offset, code, field in self.fields})

    def each(self, data):
        """The entries of a list without gaps, as tuples."""
        return struct.iter_unpack("<" + "".join(code for _, code, _ in self.fields), data)

    def need_zero_gaps(self, data, place, base=0):
        for start, end in self.gaps:
            place.need(not any(data[base + start:base + end]), "reserved-not-zero", f"in bytes {start} to {end - 1}")


class Crc32c:
    """CRC32C at some 100 MB/s. A long message is a polynomial over GF(2), held as one big integer: its first part, A,
    stands m bits before its end, and A * x^m may be replaced by A * (x^m mod P), which is as short as A plus 31 bits.
    So the message is halved again and again, and only the last 512 bytes go through the table. The m are chosen so
    that x^m mod P has few terms, as each costs a shift and an xor. (All bits are reflected: bit 0 is the first.)"""

    POLYNOMIAL = 0x82F63B78
    FOLD_BITS_MIN = 4096

    def __init__(self):
        self.table = []
        for value in range(256):
            for _ in range(8):
                value = self.times_x(value)
            self.table.append(value)
        self.folds = [(self.FOLD_BITS_MIN, self.shifts(self.power_of_x(self.FOLD_BITS_MIN)))]

    def times_x(self, a):
        return (a >> 1) ^ (self.POLYNOMIAL if a & 1 else 0)

    def times(self, a, b):
        product = 0
        for bit in range(31, -1, -1):
            if b >> bit & 1:
                product ^= a
            a = self.times_x(a)
        return product

    def power_of_x(self, exponent):
        result, square = 0x80000000, 0x40000000
        while exponent:
            if exponent & 1:
                result = self.times(result, square)
            square = self.times(square, square)
            exponent >>= 1
        return result

    @staticmethod
    def shifts(factor):
        return [bit for bit in range(32) if factor >> bit & 1]

    def add_fold(self):
        bits_max = 2 * self.folds[-1][0] - 31
        bits = bits_max - 2048
        factor = self.power_of_x(bits)
        best_bits, best = bits, factor
        while bits < bits_max:
            bits, factor = bits + 1, self.times_x(factor)
            if factor.bit_count() < best.bit_count():
                best_bits, best = bits, factor
        self.folds.append((best_bits, self.shifts(best)))

    def __call__(self, data):
        crc = 0xFFFFFFFF
        if len(data) * 8 > self.FOLD_BITS_MIN + 32:
            bits = len(data) * 8
            while bits > 2 * self.folds[-1][0] - 31:
                self.add_fold()
            message = int.from_bytes(data, "little") ^ 0xFFFFFFFF
            for tail_bits, shifts in reversed(self.folds):
                if bits > tail_bits:
                    head_bits = bits - tail_bits
                    head = message & ((1 << head_bits) - 1)
                    message >>= head_bits
                    for shift in shifts:
                        message ^= head << (tail_bits - head_bits - 31 + shift)
                    bits = tail_bits
            data, crc = message.to_bytes(self.FOLD_BITS_MIN // 8, "little"), 0
        table = self.table
        for byte in data:
            crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
        return crc ^ 0xFFFFFFFF


crc32c = Crc32c()


class StoredFile:
    """A file of the archive, open for reading. The path is what messages say: relative to the archive root."""

    def __init__(self, real_path, path):
        self.path = path
        self.descriptor = os.open(real_path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            status = os.fstat(self.descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Stop(1, f"{shown(path)} is not a regular file")
            self.size = status.st_size
        except BaseException:
            os.close(self.descriptor)
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def at(self, offset):
        return Place(self.path, offset)

    def read(self, offset, size):
        data = os.pread(self.descriptor, size, offset)
        while len(data) < size:
            more = os.pread(self.descriptor, size - len(data), offset + len(data))
            self.at(offset).need(more, "truncated", f"the file ends before byte {offset + size}")
            data += more
        return data


# AES-256-GCM, HKDF-SHA-256, ECDH on P-256 ----------------------------------------------------------------------------


def multiply_bytes(a, b):
    """In the field of AES, GF(2^8) modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


class Aes256:
    """Encrypts blocks, by tables that hold what a byte does to a column: FIPS 197. Decryption of blocks is not needed."""

    SBOX, TABLES = [], []

    @classmethod
    def make_tables(cls):
        logarithm, power, value = [0] * 256, [], 1
        for exponent in range(255):
            power.append(value)
            logarithm[value] = exponent
            value = multiply_bytes(value, 3)
        for byte in range(256):
            inverse = power[-logarithm[byte] % 255] if byte else 0
            cls.SBOX.append(cls.affine(inverse))
        for turn in range(4):
            table = []
            for byte in cls.SBOX:
                column = bytes((multiply_bytes(byte, 2), byte, byte, multiply_bytes(byte, 3)))
                table.append(int.from_bytes(column[-turn:] + column[:-turn] if turn else column, "big"))
            cls.TABLES.append(table)

    @staticmethod
    def affine(byte):
        result = 0x63
        for shift in range(5):
            result ^= (byte << shift | byte >> 8 - shift) & 0xFF
        return result

    def __init__(self, key):
        if not self.SBOX:
            self.make_tables()
        words, constant = list(struct.unpack(">8I", key)), 1
        for i in range(8, 60):
            word = words[-1]
            if i % 8 == 0:
                word = self.substitute(word << 8 & 0xFFFFFFFF | word >> 24) ^ constant << 24
                constant <<= 1
            elif i % 8 == 4:
                word = self.substitute(word)
            words.append(words[-8] ^ word)
        self.rounds = [tuple(words[i:i + 4]) for i in range(0, 60, 4)]

    def substitute(self, word):
        return int.from_bytes(bytes(self.SBOX[byte] for byte in word.to_bytes(4, "big")), "big")

    def encrypt(self, a, b, c, d):
        """A block of four words, as a number of 128 bits."""
        (t0, t1, t2, t3), sbox, rounds = self.TABLES, self.SBOX, self.rounds
        k0, k1, k2, k3 = rounds[0]
        a, b, c, d = a ^ k0, b ^ k1, c ^ k2, d ^ k3
        for k0, k1, k2, k3 in rounds[1:14]:
            a, b, c, d = (
                t0[a >> 24] ^ t1[b >> 16 & 255] ^ t2[c >> 8 & 255] ^ t3[d & 255] ^ k0,
                t0[b >> 24] ^ t1[c >> 16 & 255] ^ t2[d >> 8 & 255] ^ t3[a & 255] ^ k1,
                t0[c >> 24] ^ t1[d >> 16 & 255] ^ t2[a >> 8 & 255] ^ t3[b & 255] ^ k2,
                t0[d >> 24] ^ t1[a >> 16 & 255] ^ t2[b >> 8 & 255] ^ t3[c & 255] ^ k3)
        k0, k1, k2, k3 = rounds[14]
        last = bytes((
            sbox[a >> 24], sbox[b >> 16 & 255], sbox[c >> 8 & 255], sbox[d & 255],
            sbox[b >> 24], sbox[c >> 16 & 255], sbox[d >> 8 & 255], sbox[a & 255],
            sbox[c >> 24], sbox[d >> 16 & 255], sbox[a >> 8 & 255], sbox[b & 255],
            sbox[d >> 24], sbox[a >> 16 & 255], sbox[b >> 8 & 255], sbox[c & 255]))
        return int.from_bytes(last, "big") ^ (k0 << 96 | k1 << 64 | k2 << 32 | k3)


class Gcm:
    """AES-256-GCM with nonces of 12 bytes and tags of 16: NIST SP 800-38D."""

    def __init__(self, key):
        self.aes = Aes256(key)
        power, self.tables = self.aes.encrypt(0, 0, 0, 0), []
        for _ in range(16):  # for each byte of a block: its product with the hash key, for each value
            table = [0] * 256
            for bit in range(7, -1, -1):
                table[1 << bit] = power
                power = power >> 1 ^ (0xE1 << 120 if power & 1 else 0)
            for byte in range(1, 256):
                table[byte] = table[byte & byte - 1] ^ table[byte & -byte]
            self.tables.append(table)

    def hash(self, authenticated, encrypted):
        lengths, state, tables = struct.pack(">QQ", 8 * len(authenticated), 8 * len(encrypted)), 0, self.tables
        for part in (authenticated, encrypted, lengths):
            for offset in range(0, len(part), 16):
                block = part[offset:offset + 16]
                state ^= int.from_bytes(block, "big") << 8 * (16 - len(block))
                product = 0
                for table, byte in zip(tables, state.to_bytes(16, "big")):
                    product ^= table[byte]
                state = product
        return state

    def decrypt(self, nonce, encrypted, tag, authenticated):
        """The plain bytes, or None if anything is other than it was when it was encrypted."""
        a, b, c = struct.unpack(">3I", nonce)
        expected = self.hash(authenticated, encrypted) ^ self.aes.encrypt(a, b, c, 1)
        if not hmac.compare_digest(expected.to_bytes(16, "big"), tag):
            return None
        block_count, encrypt = ceiling(len(encrypted), 16), self.aes.encrypt
        stream = b"".join(encrypt(a, b, c, 2 + i).to_bytes(16, "big") for i in range(block_count))[:len(encrypted)]
        return (int.from_bytes(encrypted, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(encrypted), "big")


def hkdf(secret, salt, info):
    """32 bytes of HKDF-SHA-256, RFC 5869."""
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\1", "sha256")


class P256:
    """Points of the curve y^2 = x^3 - 3x + B modulo P, FIPS 186-4 D.1.2.3; the point at infinity is None."""

    P = 2**256 - 2**224 + 2**192 + 2**96 - 1
    B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
            0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)

    @classmethod
    def decode(cls, data):
        """The point of 65 bytes, or None if it is none of the curve."""
        x, y = int.from_bytes(data[1:33], "big"), int.from_bytes(data[33:], "big")
        is_point = data[0] == 4 and x < cls.P and y < cls.P and (y * y - (x * x * x - 3 * x + cls.B)) % cls.P == 0
        return (x, y) if is_point else None

    @staticmethod
    def encode(point):
        return b"\4" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")

    @classmethod
    def add(cls, left, right):
        if left is None or right is None:
            return left or right
        (x1, y1), (x2, y2) = left, right
        if x1 == x2 and (y1 + y2) % cls.P == 0:
            return None
        slope = ((3 * x1 * x1 - 3) * pow(2 * y1, -1, cls.P) if left == right else (y2 - y1) * pow(x2 - x1, -1, cls.P)) % cls.P
        x = (slope * slope - x1 - x2) % cls.P
        return x, (slope * (x1 - x) - y1) % cls.P

    @classmethod
    def multiply(cls, point, factor):
        product = None
        while factor:
            if factor & 1:
                product = cls.add(product, point)
            point = cls.add(point, point)
            factor >>= 1
        return product


# File header: file-header.md -----------------------------------------------------------------------------------------

HEADER_SIZE = 4096
HEADER_MAGIC = bytes.fromhex("8947454F0D0A1A0A")
VERSION_MAJOR = 0
REPOSITORY, KEY_SLOT, MANIFEST, SEGMENT, INDEX, BACKUP, WAL_ARCHIVE, WAL_OBJECT, EXPORT = 1, 2, 3, 4, 5, 6, 7, 8, 9
KIND_NAMES = (None, "repository", "key-slot", "manifest", "segment", "index", "backup", "wal-archive", "wal-object", "export")
NONE, AES_256_GCM = 1, 2

FILE_HEADER = Layout(
    "FileHeader", 0, 4096,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (12, "H", "kind"), (14, "H", "header_size"),
    (16, "Q", "features_compatible"), (24, "Q", "features_read_only"), (32, "Q", "features_incompatible"),
    (40, "16s", "repository_id"), (56, "16s", "file_id"), (72, "16s", "session_id"), (88, "q", "created"),
    (96, "H", "checksum"), (98, "H", "chunk_identity"), (100, "H", "encryption"), (102, "H", "key_wrap"),
    (104, "I", "key_generation"), (112, "12s", "wrap_nonce"), (124, "32s", "wrapped_key"), (156, "16s", "wrap_tag"),
    (172, "65s", "ephemeral_public_key"), (256, "1024s", "kind_section"), (4092, "I", "header_checksum"))


def decode_header(data, place):
    need = place.need
    need(len(data) >= HEADER_SIZE, "truncated", f"{len(data)} bytes are no file header")
    header = FILE_HEADER.read(data)
    need(header.magic == HEADER_MAGIC, "bad-magic", f"a file starts with {header.magic.hex()}")
    need(header.header_checksum == crc32c(data[:4092]), "bad-checksum", "of the file header")
    need(header.version_major == VERSION_MAJOR, "bad-version", f"major version {header.version_major}")
    need(not header.features_incompatible, "bad-feature", f"features {header.features_incompatible:#x}")

    need(1 <= header.kind <= EXPORT, "bad-value", f"kind {header.kind}")
    need(header.header_size == HEADER_SIZE, "bad-value", f"header_size {header.header_size}")
    need(header.repository_id != NO_ID, "bad-value", "repository_id is zero")
    need(header.file_id != NO_ID, "bad-value", "file_id is zero")
    if header.kind != MANIFEST:
        has_session = header.kind in (SEGMENT, INDEX)
        need((header.session_id != NO_ID) == has_session, "bad-value", f"session_id {header.session_id.hex()}")
    need(header.checksum == 1, "bad-value", f"checksum {header.checksum}")
    need(header.chunk_identity in (3, 4), "bad-value", f"chunk_identity {header.chunk_identity}")
    need(header.encryption in (NONE, AES_256_GCM), "bad-value", f"encryption {header.encryption}")
    need(header.key_wrap in (1, 2, 3), "bad-value", f"key_wrap {header.key_wrap}")
    encrypted = header.encryption == AES_256_GCM
    need((header.chunk_identity == 4) == encrypted, "bad-value", "chunk_identity and encryption disagree")
    need((header.key_wrap != NONE) == encrypted, "bad-value", "key_wrap and encryption disagree")
    need(not encrypted or header.kind in (SEGMENT, INDEX, WAL_OBJECT), "bad-value", "only segments, indexes and log objects are encrypted")
    if not encrypted:
        for field in ("wrap_nonce", "wrapped_key", "wrap_tag"):
            need(not any(getattr(header, field)), "bad-value", f"{field} without a wrapped key")
        need(header.key_generation == 0, "bad-value", f"key_generation {header.key_generation} without a wrapped key")
    if header.key_wrap == 3:
        need(header.ephemeral_public_key[0] == 4, "bad-value", "ephemeral_public_key is not an uncompressed point")
    else:
        need(not any(header.ephemeral_public_key), "bad-value", "ephemeral_public_key without public key wrap")

    layout, check = KIND_SECTIONS.get(header.kind, (EMPTY_SECTION, None))
    header.section = layout.read(data)
    if check:
        check(header, place)
    FILE_HEADER.need_zero_gaps(data, place)
    layout.need_zero_gaps(data, place)
    header.raw, header.encrypted, header.keys, header.cipher = data, encrypted, None, None
    return header


def read_header(file, offset=0):
    return decode_header(file.read(offset, min(HEADER_SIZE, max(file.size - offset, 0))), file.at(offset))


def need_belonging(header, place, kind, repository_id=None, file_id=None):
    """What the place asks for, after the header itself was found to be valid."""
    place.need(header.kind == kind, "bad-kind", f"{KIND_NAMES[header.kind]} where a {KIND_NAMES[kind]} belongs")
    place.need(repository_id in (None, header.repository_id), "bad-identity",
               f"belongs to repository {header.repository_id.hex()}")
    place.need(file_id in (None, header.file_id), "bad-identity", f"is file {header.file_id.hex()}")


# Block: block.md -----------------------------------------------------------------------------------------------------

BLOCK_HEADER_SIZE = 64
BLOCK_MAGIC = b"GBLK"
DATA_BLOCK, METADATA_BLOCK, FOOTER_BLOCK, RECORDS_BLOCK, FILTER_BLOCK, FENCES_BLOCK, LOG_RECORDS_BLOCK = 1, 2, 3, 4, 5, 6, 7
BLOCK_TYPE_NAMES = (None, "data", "metadata", "footer", "records", "filter", "fences", "log records")
COMPRESSION_NAMES = (None, "none", "lz4", "zstd", "gzip")

BLOCK_HEADER = Layout(
    "BlockHeader", 0, 64,
    (0, "4s", "magic"), (4, "I", "header_checksum"), (8, "B", "type"), (9, "B", "compression"), (10, "B", "encryption"),
    (12, "I", "stored_size"), (16, "Q", "sequence"), (24, "Q", "offset"), (32, "16s", "payload_sum"), (48, "16s", "file_id"))


def decode_block_header(data, place):
    need = place.need
    block = BLOCK_HEADER.read(data)
    need(block.magic == BLOCK_MAGIC, "bad-magic", f"a block starts with {block.magic.hex()}")
    need(block.header_checksum == crc32c(data[8:64]), "bad-checksum", "of the block header")
    need(1 <= block.type <= LOG_RECORDS_BLOCK, "bad-value", f"block type {block.type}")
    need(1 <= block.compression <= 4, "bad-value", f"compression {block.compression}")
    need(block.encryption in (NONE, AES_256_GCM), "bad-value", f"encryption {block.encryption}")
    need(block.stored_size >= 8, "bad-value", f"stored_size {block.stored_size}")
    need(block.stored_size <= STORED_PAYLOAD_SIZE_MAX, "too-large", f"stored_size {block.stored_size}")
    place.need_range(block, "sequence", 0, NUMBER_MAX)
    place.need_range(block, "offset", HEADER_SIZE, EXPORT_SIZE_MAX)
    BLOCK_HEADER.need_zero_gaps(data, place)
    return block


def read_block(file, header, offset, sequence, end, block_types):
    """The block at an offset, whose payload must end before `end`. Its `plain` is None if it cannot be decrypted."""
    place = file.at(offset)
    place.need(offset + BLOCK_HEADER_SIZE <= end, "truncated", "no room for a block header")
    raw = file.read(offset, BLOCK_HEADER_SIZE)
    block = decode_block_header(raw, place)
    place.need(block.file_id == header.file_id, "bad-identity", f"of file {block.file_id.hex()}")
    place.need(block.offset == offset, "bad-identity", f"written for offset {block.offset}")
    place.need(block.sequence == sequence, "bad-identity", f"block {block.sequence} in place of block {sequence}")
    place.need(block.type in block_types, "bad-kind", f"a block of type {BLOCK_TYPE_NAMES[block.type]}")
    place.need(block.encryption == header.encryption, "bad-reference", "encryption is not that of the file")
    block.place, block.end = place, offset + BLOCK_HEADER_SIZE + block.stored_size
    place.need(block.end <= end, "truncated", "no room for the payload")
    block.plain = None
    if is_readable(header):
        stored = file.read(offset + BLOCK_HEADER_SIZE, block.stored_size)
        if header.encrypted:
            authenticated = header.repository_id + header.file_id + raw[:4] + bytes(4) + raw[8:32] + bytes(16) + raw[48:]
            nonce = struct.pack("<IQ", header.kind, sequence)
            stored = header.cipher.decrypt(nonce, stored, block.payload_sum, authenticated)
            place.need(stored is not None, "bad-checksum", "tag of the payload")
        else:
            place.need(block.payload_sum == plain_sum(stored), "bad-checksum", "of the payload")
        block.plain = decode_payload(stored, block.compression, place, header.encrypted)
    return block


def plain_sum(data):
    """What stands in the 16 bytes of a sum where there is no encryption."""
    return crc32c(data).to_bytes(16, "little")


def padded_size(size):
    """By Padmé."""
    exponent = size.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    return ceiling(size, 1 << low_bits) << low_bits


def decode_payload(stored, compression, place, is_padded=False):
    plain_size, compressed_size = struct.unpack_from("<II", stored)
    end = 8 + compressed_size
    place.need(plain_size <= PLAIN_PAYLOAD_SIZE_MAX, "too-large", f"plain_size {plain_size}")
    place.need(end <= len(stored), "truncated", f"compressed_size {compressed_size}")
    if is_padded:
        place.need(padded_size(end) == len(stored), "bad-value", f"{len(stored)} bytes for {end}")
        place.need(not any(stored[end:]), "reserved-not-zero", "in the padding")
    else:
        place.need(end == len(stored), "trailing-bytes", f"after {compressed_size} compressed bytes")
    if compression == 1:
        place.need(compressed_size == plain_size, "bad-value", f"{compressed_size} bytes stored for {plain_size}")
        return stored[8:end]
    place.need(compressed_size < plain_size, "bad-value", f"{plain_size} bytes compressed to {compressed_size}")
    plain = DECOMPRESSORS[compression](stored[8:end], plain_size)
    place.need(plain is not None and len(plain) == plain_size, "bad-compression",
               f"{COMPRESSION_NAMES[compression]} does not decode to {plain_size} bytes")
    return plain


def decompress_lz4(data, plain_size):
    """One LZ4 block. Its last 5 bytes are literals, and no match starts in its last 12."""
    plain, position, end = bytearray(), 0, len(data)
    try:
        while True:
            token = data[position]
            position += 1
            length = token >> 4
            if length == 15:
                length, position = lz4_length(data, position, length)
            if length > min(end - position, plain_size - len(plain)):
                return None
            plain += data[position:position + length]
            position += length
            if position == end:
                return plain
            distance = data[position] | data[position + 1] << 8
            position += 2
            length = token & 15
            if length == 15:
                length, position = lz4_length(data, position, length)
            length += 4
            start = len(plain) - distance
            if not distance or start < 0 or len(plain) > plain_size - 12 or len(plain) + length > plain_size - 5:
                return None
            if distance >= length:
                plain += plain[start:start + length]
            else:
                plain += (plain[start:] * (length // distance + 1))[:length]
    except IndexError:
        return None


def lz4_length(data, position, length):
    while True:
        more = data[position]
        position += 1
        length += more
        if more != 255:
            return length, position


def decompress_zstd(data, plain_size):
    """One Zstandard frame, by the shared library."""
    if not hasattr(decompress_zstd, "library"):
        try:
            library = ctypes.CDLL("libzstd.so.1")
        except OSError as error:
            raise Stop(1, f"zstd needs libzstd.so.1: {error}") from error
        for function in (library.ZSTD_findFrameCompressedSize, library.ZSTD_decompress):
            function.restype = ctypes.c_size_t
        library.ZSTD_findFrameCompressedSize.argtypes = (ctypes.c_char_p, ctypes.c_size_t)
        library.ZSTD_decompress.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
        decompress_zstd.library = library
    library = decompress_zstd.library
    is_frame = data[:4] == bytes.fromhex("28B52FFD")  # a skippable frame is none
    if not is_frame or library.ZSTD_findFrameCompressedSize(data, len(data)) != len(data):
        return None
    plain = bytearray(max(plain_size, 1))
    size = library.ZSTD_decompress((ctypes.c_char * len(plain)).from_buffer(plain), plain_size, data, len(data))
    return plain[:plain_size] if size == plain_size else None


def decompress_gzip(data, plain_size):
    """One RFC 1952 member."""
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, plain_size + 1)
    except zlib.error:
        return None
    return plain if stream.eof and not stream.unused_data else None


DECOMPRESSORS = {2: decompress_lz4, 3: decompress_zstd, 4: decompress_gzip}


# Trailer: trailer.md -------------------------------------------------------------------------------------------------

TRAILER_SIZE = 128
TRAILER_MAGIC = bytes.fromhex("894745540D0A1A0A")

TRAILER = Layout(
    "Trailer", 0, 128,
    (0, "8s", "magic"), (8, "H", "kind"), (12, "I", "block_count"), (16, "Q", "footer_offset"), (24, "Q", "file_size"),
    (32, "16s", "file_id"), (48, "32s", "root_hash"), (80, "32s", "mac"), (112, "Q", "item_count"),
    (124, "I", "trailer_checksum"))


def read_trailer(file, header):
    file_size_max = {INDEX: INDEX_SIZE_MAX, EXPORT: EXPORT_SIZE_MAX}.get(header.kind, FILE_SIZE_MAX)
    file.at(0).need(file.size <= file_size_max, "too-large", f"a file of {file.size} bytes")
    file.at(0).need(file.size >= HEADER_SIZE + TRAILER_SIZE, "truncated", "no room for a trailer")
    place = file.at(file.size - TRAILER_SIZE)
    need = place.need
    data = file.read(place.offset, TRAILER_SIZE)
    trailer = TRAILER.read(data)
    need(trailer.magic == TRAILER_MAGIC, "bad-magic", f"a trailer starts with {trailer.magic.hex()}")
    need(trailer.trailer_checksum == crc32c(data[:124]), "bad-checksum", "of the trailer")
    need(trailer.kind in (MANIFEST, SEGMENT, INDEX, WAL_OBJECT, EXPORT), "bad-value", f"kind {trailer.kind}")
    need(trailer.block_count >= 1, "bad-value", "no blocks")
    place.need_range(trailer, "footer_offset", 0, 0 if trailer.kind == MANIFEST else COUNT_MAX)
    place.need_range(trailer, "file_size", HEADER_SIZE + BLOCK_HEADER_SIZE + 8 + TRAILER_SIZE, COUNT_MAX)
    need(trailer.file_id != NO_ID, "bad-value", "file_id is zero")
    place.need_range(trailer, "item_count", 1, COUNT_MAX)
    TRAILER.need_zero_gaps(data, place)
    need(trailer.kind == header.kind, "bad-kind", f"the trailer of a {KIND_NAMES[trailer.kind]}")
    need(trailer.file_id == header.file_id, "bad-identity", f"the trailer of file {trailer.file_id.hex()}")
    need(header.encrypted or header.kind == MANIFEST or not any(trailer.mac), "bad-value", "mac without encryption")
    need(trailer.file_size <= file.size, "truncated", f"{file.size} of {trailer.file_size} bytes")
    need(trailer.file_size >= file.size, "trailing-bytes", f"{file.size} bytes where {trailer.file_size} belong")
    if header.keys and (header.encrypted or header.kind == MANIFEST):
        need(trailer.mac == header.keys.mac(trailer.root_hash), "bad-checksum", "mac")
    if header.kind != MANIFEST:
        need(HEADER_SIZE <= trailer.footer_offset < place.offset, "bad-reference", f"footer_offset {trailer.footer_offset}")
    trailer.place = place
    return trailer


def need_root_hash(header, trailer, payloads):
    root = hashlib.sha256(header.raw)
    for payload in payloads:
        root.update(payload)
    trailer.place.need(root.digest() == trailer.root_hash, "bad-checksum", "root hash")


def read_footer(file, header, trailer):
    """The footer block of a segment or index: the last block, with the trailer behind it."""
    footer = read_block(file, header, trailer.footer_offset, trailer.block_count - 1, trailer.place.offset, (FOOTER_BLOCK,))
    trailer.place.need(footer.end == trailer.place.offset, "bad-reference", "bytes between footer and trailer")
    return footer


def need_counts(trailer, block_count, item_count):
    for field, value in (("block_count", block_count), ("item_count", item_count)):
        trailer.place.need(getattr(trailer, field) == value, "bad-reference", f"{field} {getattr(trailer, field)} in place of {value}")


# Repository: repository.md -------------------------------------------------------------------------------------------

REPOSITORY_SECTION = Layout(
    "RepositorySection", 256, 1280,
    (256, "H", "chunker"), (260, "I", "chunk_size_min"), (264, "I", "chunk_size_average"), (268, "I", "chunk_size_max"),
    (272, "Q", "part_size"), (280, "I", "extent_size"), (288, "32s", "chunker_key"))


def is_power_of_two(value):
    return value.bit_count() == 1


def check_repository_section(header, place):
    s, need = header.section, place.need
    need(s.chunker == 1, "bad-value", f"chunker {s.chunker}")
    need(4 * KIB <= s.chunk_size_min <= MIB, "bad-value", f"chunk_size_min {s.chunk_size_min}")
    need(is_power_of_two(s.chunk_size_average) and s.chunk_size_average >= 2 * s.chunk_size_min,
         "bad-value", f"chunk_size_average {s.chunk_size_average}")
    need(2 * s.chunk_size_average <= s.chunk_size_max <= CHUNK_SIZE_MAX, "bad-value", f"chunk_size_max {s.chunk_size_max}")
    need(s.part_size % MIB == 0 and MIB <= s.part_size <= GIB, "bad-value", f"part_size {s.part_size}")
    need(is_power_of_two(s.extent_size) and 64 * KIB <= s.extent_size <= CHUNK_SIZE_MAX,
         "bad-value", f"extent_size {s.extent_size}")


def decode_repository(file, _):
    """All that is in a repository file or key slot beyond its header: nothing."""
    file.at(HEADER_SIZE).need(file.size == HEADER_SIZE, "trailing-bytes", f"{file.size} bytes")
    return {}


def is_backup_name(name):
    return (1 <= len(name) <= 255 and is_utf8(name) and name not in (b"archive", b"wal") and not name.startswith(b".")
            and b"/" not in name and not has_control_character(name.decode("utf-8")))


def has_control_character(text):
    return any(c < " " or "\x7f" <= c <= "\x9f" for c in text)


# Segment: segment.md -------------------------------------------------------------------------------------------------

DATA, METADATA = 1, 2
CHUNK_ENTRY_SIZE = 36

SEGMENT_SECTION = Layout("SegmentSection", 256, 1280, (256, "H", "segment_kind"))
SEGMENT_FOOTER = Layout(
    "SegmentFooter", 0, 32,
    (0, "I", "block_count"), (4, "I", "chunk_count"), (8, "H", "parity_scheme"), (10, "H", "parity_member"),
    (16, "16s", "parity_group"))
SEGMENT_FOOTER_BLOCK = Layout(
    "SegmentFooterBlock", 0, 40,
    (0, "Q", "offset"), (8, "I", "stored_size"), (12, "I", "plain_size"), (16, "I", "chunk_count"), (24, "16s", "payload_sum"))
LEAF_SIZE = 8 * KIB
CHUNK_DIRECTORY_ENTRY = Layout("ChunkDirectoryEntry", 0, 36, (0, "32s", "chunk_id"), (32, "I", "length"))


def check_segment_section(header, place):
    place.need(header.section.segment_kind in (DATA, METADATA), "bad-value", f"segment_kind {header.section.segment_kind}")


def decode_chunk_entries(data, place):
    """(chunk id, length) of each entry of a chunk directory."""
    entries = list(CHUNK_DIRECTORY_ENTRY.each(data))
    for _, length in entries:
        place.need(length >= 1, "bad-value", "a chunk of 0 bytes")
        place.need(length <= CHUNK_SIZE_MAX, "too-large", f"a chunk of {length} bytes")
    return entries


def decode_chunk_directory(plain, place):
    cursor = Cursor(plain, place)
    chunk_count = cursor.u32()
    place.need(chunk_count >= 1, "bad-value", "no chunks")
    chunks = decode_chunk_entries(cursor.take(chunk_count * CHUNK_ENTRY_SIZE), place)
    cursor.take(sum(length for _, length in chunks))
    cursor.end()
    return chunks


class Segment:
    """A segment whose header, trailer and footer are intact. Its blocks are read and checked when they are asked for."""

    def __init__(self, file, header, is_read_as_a_whole=False):
        self.file, self.header, self.kind = file, header, header.section.segment_kind
        self.trailer = read_trailer(file, header)
        self.footer_block = read_footer(file, header, self.trailer)
        if is_read_as_a_whole:
            self.walk_blocks()
        self.footer, self.blocks = None, []
        if is_readable(header):
            self.decode_footer(self.footer_block.plain, self.footer_block.place)

    def walk_blocks(self):
        """Checks the blocks in file order, without the footer."""
        offset = HEADER_SIZE
        for sequence in range(self.trailer.block_count - 1):
            block = read_block(self.file, self.header, offset, sequence, self.trailer.place.offset, (self.kind,))
            if block.plain is not None:
                decode_chunk_directory(block.plain, block.place)
            offset = block.end
        self.trailer.place.need(offset == self.trailer.footer_offset, "bad-reference", f"the blocks end at {offset}")

    def decode_footer(self, plain, place):
        cursor, need = Cursor(plain, place), place.need
        fixed = cursor.take(32)
        footer = self.footer = SEGMENT_FOOTER.read(fixed)
        need(footer.block_count >= 1, "bad-value", "no blocks")
        need(footer.chunk_count >= 1, "bad-value", "no chunks")
        need(footer.parity_scheme == 1, "bad-value", f"parity_scheme {footer.parity_scheme}")
        need(footer.parity_member == 0 and footer.parity_group == NO_ID, "bad-value", "parity without a scheme")
        SEGMENT_FOOTER.need_zero_gaps(fixed, place)
        entries = cursor.take(40 * footer.block_count)
        chunk_data = cursor.take(CHUNK_ENTRY_SIZE * footer.chunk_count)
        cursor.end()
        chunks = decode_chunk_entries(chunk_data, place)
        offset, first_chunk = HEADER_SIZE, 0
        for base in range(0, len(entries), 40):
            block = SEGMENT_FOOTER_BLOCK.read(entries, base)
            SEGMENT_FOOTER_BLOCK.need_zero_gaps(entries, place, base)
            need(block.offset == offset, "bad-value", f"a block at {block.offset} in place of {offset}")
            need(block.stored_size >= 8, "bad-value", f"stored_size {block.stored_size}")
            need(block.stored_size <= STORED_PAYLOAD_SIZE_MAX, "too-large", f"stored_size {block.stored_size}")
            need(block.plain_size <= PLAIN_PAYLOAD_SIZE_MAX, "too-large", f"plain_size {block.plain_size}")
            need(block.chunk_count >= 1, "bad-value", "a block without chunks")
            end_chunk = first_chunk + block.chunk_count
            need(end_chunk <= footer.chunk_count, "bad-value", "more chunks in the blocks than in the segment")
            block.chunks = chunks[first_chunk:end_chunk]
            block.directory = chunk_data[first_chunk * CHUNK_ENTRY_SIZE:end_chunk * CHUNK_ENTRY_SIZE]
            size = 4 + len(block.directory) + sum(length for _, length in block.chunks)
            need(block.plain_size == size, "bad-value", f"plain_size {block.plain_size}, the chunks take {size}")
            block.sequence = len(self.blocks)
            self.blocks.append(block)
            offset += BLOCK_HEADER_SIZE + block.stored_size
            first_chunk = end_chunk
        need(first_chunk == footer.chunk_count, "bad-value", "fewer chunks in the blocks than in the segment")
        need(offset == place.offset, "bad-reference", f"the blocks end at {offset}")
        need_counts(self.trailer, footer.block_count + 1, footer.chunk_count)
        need_root_hash(self.header, self.trailer, [plain])

    def read_block(self, block):
        """The plain payload of a block of the footer, compared with what the footer says of it."""
        read = read_block(self.file, self.header, block.offset, block.sequence, self.trailer.footer_offset, (self.kind,))
        need = read.place.need
        need(read.stored_size == block.stored_size, "bad-reference", "stored_size is not that of the footer")
        need(read.payload_sum == block.payload_sum, "bad-reference", "payload_sum is not that of the footer")
        need(len(read.plain) == block.plain_size, "bad-reference", "plain_size is not that of the footer")
        decode_chunk_directory(read.plain, read.place)
        need(read.plain[4:4 + len(block.directory)] == block.directory, "bad-reference", "the chunks are not those of the footer")
        return read


def chunk_leaves(data):
    hashes = (hashlib.sha256(data[at:at + LEAF_SIZE]).digest() for at in range(0, len(data), LEAF_SIZE))
    return b"".join(hashes) + len(data).to_bytes(8, "little")


def need_chunk_id(chunk_id, data, place, header):
    leaves = chunk_leaves(data)
    found = header.keys.chunk_id(leaves) if header.encrypted else hashlib.sha256(leaves).digest()
    if found != chunk_id:
        place.need(False, "bad-checksum", f"chunk {chunk_id.hex()}")


def decode_segment(file, header):
    """Everything in a segment, as a description."""
    segment = Segment(file, header, is_read_as_a_whole=True)
    if not is_readable(header):
        return encrypted_description(segment.trailer)
    blocks, chunks = [], []
    for block in segment.blocks:
        described_block, described_chunks = describe_data_block(segment.read_block(block), block.chunks, header)
        blocks.append(described_block)
        chunks += described_chunks
    return {"blocks": blocks, "chunks": chunks, "footer": describe(segment.footer), "trailer": describe(segment.trailer)}


def describe_data_block(block, chunks, header):
    """Checks each chunk of a block against its id."""
    position, described = 4 + CHUNK_ENTRY_SIZE * len(chunks), []
    for chunk_id, length in chunks:
        need_chunk_id(chunk_id, memoryview(block.plain)[position:position + length], block.place, header)
        described.append({"chunk_id": chunk_id, "length": length})
        position += length
    return {**describe(block), "plain_size": len(block.plain), "chunk_count": len(chunks)}, described


def recover_segment(file, keys=None):
    """Finds the blocks of a segment by their own headers, whatever became of its footer and trailer. Yields a description
    of each intact block; the generator's value says whether there was none of which something is lost."""
    header = read_header(file)
    need_belonging(header, file.at(0), SEGMENT)
    unlock(header, file.at(0), keys)
    if not is_readable(header):
        raise Stop(11, "the segment is encrypted: its chunks cannot be read without a key")
    offset, sequence, is_whole = HEADER_SIZE, 0, True
    while offset < file.size:
        if file.read(offset, min(8, file.size - offset)) == TRAILER_MAGIC:
            break
        try:
            types_here = (header.section.segment_kind, FOOTER_BLOCK)
            block = read_block(file, header, offset, sequence, file.size, types_here)
            if block.type != FOOTER_BLOCK:
                described, chunks = describe_data_block(block, decode_chunk_directory(block.plain, block.place), header)
                yield {**described, "chunks": chunks}
            offset, sequence = block.end, sequence + 1
        except Damage as damage:
            is_whole = False
            complain(damage)
            offset, sequence = find_block(file, header, offset + 1)
    return is_whole


def find_block(file, header, offset):
    """The next place that holds a header of a block of this file which is where it says."""
    step = 1 * MIB
    while offset < file.size:
        window = file.read(offset, min(step + BLOCK_HEADER_SIZE, file.size - offset))
        found = window.find(BLOCK_MAGIC)
        while found >= 0:
            if len(window) - found >= BLOCK_HEADER_SIZE:
                try:
                    block = decode_block_header(window[found:found + BLOCK_HEADER_SIZE], file.at(offset + found))
                    if block.offset == offset + found and block.file_id == header.file_id:
                        return block.offset, block.sequence
                except Damage:
                    pass
            found = window.find(BLOCK_MAGIC, found + 1)
        offset += step
    return file.size, 0


# Index: index.md -----------------------------------------------------------------------------------------------------

PAGE_SIZE = 4096
PAGE_ENTRY_COUNT_MAX = 203
INDEX_BLOCK_SIZE = 1 * MIB
GROUP_ENTRY_COUNT_MAX = 256 * PAGE_ENTRY_COUNT_MAX
MASK64 = 2**64 - 1
PAGE_NONCE = 0x80000005

INDEX_PAGE = Layout(
    "IndexPage", 0, 32,
    (0, "16s", "page_sum"), (16, "I", "page_number"), (20, "H", "entry_count"), (24, "8s", "file_tag"))
INDEX_ENTRY = Layout("IndexEntry", 0, 20, (0, "16s", "chunk_prefix"), (16, "I", "segment_index"))
INDEX_FOOTER = Layout(
    "IndexFooter", 0, 64,
    (0, "Q", "entry_count"), (8, "I", "page_count"), (16, "I", "filter_block_count"),
    (20, "I", "fence_block_count"), (24, "I", "segment_count"), (28, "I", "filter_kind"), (32, "32s", "pages_hash"))


class Index:
    """An index, checked as a whole. `entries` are (chunk prefix, number of the segment in the table)."""

    def __init__(self, file, header):
        self.file, self.header, self.entries = file, header, []
        self.trailer = read_trailer(file, header)
        self.footer_block = read_footer(file, header, self.trailer)
        self.footer = None
        if is_readable(header):
            self.decode_footer(self.footer_block.plain, self.footer_block.place)
            self.decode_pages()
            self.decode_blocks()

    def decode_footer(self, plain, place):
        cursor, need = Cursor(plain, place), place.need
        fixed = cursor.take(64)
        footer = self.footer = INDEX_FOOTER.read(fixed)
        need(footer.entry_count >= 1, "bad-value", "no entries")
        need(footer.page_count == ceiling(footer.entry_count, PAGE_ENTRY_COUNT_MAX), "bad-value", f"page_count {footer.page_count}")
        for field, size in (("filter_block_count", filter_size(footer.entry_count)), ("fence_block_count", 8 * footer.page_count)):
            need(getattr(footer, field) == ceiling(size, INDEX_BLOCK_SIZE), "bad-value", f"{field} {getattr(footer, field)}")
        need(footer.segment_count >= 1, "bad-value", "no segments")
        need(footer.filter_kind == 1, "bad-value", f"filter_kind {footer.filter_kind}")
        INDEX_FOOTER.need_zero_gaps(fixed, place)
        self.segments = [cursor.id() for _ in range(min(footer.segment_count, len(plain) // 16))]
        need(len(self.segments) == footer.segment_count, "truncated", f"{footer.segment_count} segments")
        cursor.end()
        need(all(a < b for a, b in zip(self.segments, self.segments[1:])), "bad-order", "segments")
        need_counts(self.trailer, footer.filter_block_count + footer.fence_block_count + 1, footer.entry_count)
        need_root_hash(self.header, self.trailer, [plain])

    def decode_pages(self):
        footer, self.fences, self.sums = self.footer, [], []
        last = (b"", 0)
        for number in range(footer.page_count):
            place = self.file.at(PAGE_SIZE * (1 + number))
            need = place.need
            need(place.offset + PAGE_SIZE <= self.footer_block.place.offset, "truncated", "the page runs into the footer")
            data = self.file.read(place.offset, PAGE_SIZE)
            page = INDEX_PAGE.read(data)
            if self.header.encrypted:
                authenticated = self.header.repository_id + self.header.file_id + data[16:32]
                entries = self.header.cipher.decrypt(struct.pack("<IQ", PAGE_NONCE, number), data[32:], page.page_sum, authenticated)
                need(entries is not None, "bad-checksum", "tag of the page")
                data = data[:32] + entries
            else:
                need(page.page_sum == plain_sum(data[16:]), "bad-checksum", "of the page")
            need(1 <= page.entry_count <= PAGE_ENTRY_COUNT_MAX, "bad-value", f"entry_count {page.entry_count}")
            end = 32 + 20 * page.entry_count
            need(not any(data[end:]), "reserved-not-zero", "after the entries")
            INDEX_PAGE.need_zero_gaps(data, place)
            need(page.page_number == number, "bad-identity", f"page {page.page_number} in place of page {number}")
            need(page.file_tag == self.header.file_id[:8], "bad-identity", "a page of another file")
            left = footer.entry_count - PAGE_ENTRY_COUNT_MAX * number
            need(page.entry_count == min(left, PAGE_ENTRY_COUNT_MAX), "bad-value", f"entry_count {page.entry_count}")
            for entry in INDEX_ENTRY.each(data[32:end]):
                need(entry > last, "bad-order", "entries of the index")
                need(entry[1] < footer.segment_count, "bad-reference", f"segment_index {entry[1]}")
                self.entries.append(entry)
                last = entry
            self.sums.append(page.page_sum)
            self.fences.append(data[32:40])

    def decode_blocks(self):
        footer = self.footer
        offset, sequence, payloads = PAGE_SIZE * (1 + footer.page_count), 0, {}
        for block_type, block_count, size in (
                (FILTER_BLOCK, footer.filter_block_count, filter_size(footer.entry_count)),
                (FENCES_BLOCK, footer.fence_block_count, 8 * footer.page_count)):
            payloads[block_type] = b""
            for _ in range(block_count):
                block = read_block(self.file, self.header, offset, sequence, self.footer_block.place.offset, (block_type,))
                expected = min(size - len(payloads[block_type]), INDEX_BLOCK_SIZE)
                block.place.need(block.compression == 1, "bad-value", "a compressed filter or fence block")
                block.place.need(len(block.plain) == expected, "bad-reference", f"{len(block.plain)} bytes in place of {expected}")
                payloads[block_type] += block.plain
                self.sums.append(block.payload_sum)
                offset, sequence = block.end, sequence + 1
        place = self.footer_block.place
        place.need(offset == place.offset, "bad-reference", f"the blocks end at {offset}")
        place.need(hashlib.sha256(b"".join(self.sums)).digest() == footer.pages_hash, "bad-checksum", "pages_hash")
        place.need(payloads[FENCES_BLOCK] == b"".join(self.fences), "bad-reference", "a fence is not the first entry of its page")
        place.need(payloads[FILTER_BLOCK] == self.filter(), "bad-reference", "the filter is not that of the entries")

    def filter(self):
        prefixes = [struct.unpack(">QQ", prefix) for prefix, _ in self.entries]
        return b"".join(filter_group(prefixes[i:i + GROUP_ENTRY_COUNT_MAX]) for i in range(0, len(prefixes), GROUP_ENTRY_COUNT_MAX))


def filter_group(prefixes):
    count = slot_count(len(prefixes))
    rows = [0] * count
    for a, b in prefixes:
        first = b * (count - 63) >> 64
        row = (mix(a ^ b * 0x9E3779B97F4A7C15 & MASK64) | 1) << first
        while row:
            leading = (row & -row).bit_length() - 1
            if not rows[leading]:
                rows[leading] = row
                break
            row ^= rows[leading]
    slots = bytearray(count)
    for i in reversed(range(count)):
        if not rows[i]:
            slots[i] = mix(i + 1) & 255
        for j in range(i + 1, rows[i].bit_length()):
            slots[i] ^= slots[j] if rows[i] >> j & 1 else 0
    return bytes(slots)


def mix(value):
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value = (value ^ value >> 33) * factor & MASK64
    return value ^ value >> 33


def slot_count(entry_count):
    return entry_count + entry_count // 10 + 64


def filter_size(entry_count):
    groups, rest = divmod(entry_count, GROUP_ENTRY_COUNT_MAX)
    return groups * slot_count(GROUP_ENTRY_COUNT_MAX) + (slot_count(rest) if rest else 0)


def ceiling(count, group):
    return -(-count // group)


def decode_index(file, header):
    index = Index(file, header)
    if not is_readable(header):
        return encrypted_description(index.trailer)
    entries = [{"chunk_prefix": prefix, "segment_index": number} for prefix, number in index.entries]
    return {**describe(index.footer), "entries": entries, "filter": index.filter(), "fences": b"".join(index.fences),
            "segments": index.segments, "trailer": describe(index.trailer)}


# Manifest: manifest.md -----------------------------------------------------------------------------------------------

CHANGE, SNAPSHOT = 1, 2
HOLD = 1  # action
CHANGES_OF_BACKUPS = ("backup_delete", "backup_hold", "backup_segments")
CHANGES_OF_SEGMENTS = ("segment_verify", "segment_retire", "segment_revive", "segment_delete")
SNAPSHOT_INTERVAL = 256

MANIFEST_SECTION = Layout(
    "ManifestSection", 256, 1280, (256, "Q", "number"), (264, "H", "manifest_kind"), (272, "32s", "previous_root_hash"))

RECORDS = {
    1: ("state", "number next_segment_number"),
    2: ("session_open", "id session_id, count base, zigzag started, text host, text program"),
    3: ("session_close", "id session_id, enum2 outcome"),
    4: ("session_fence", "id session_id"),
    5: ("segment_add", "number number, id segment_id, id session_id, enum2 segment_kind, enum2 domain, generation key_generation, "
        "count size, positive plain_size, positive chunk_count, hash root_hash, zigzag verified"),
    6: ("index_add", "id index_id, id session_id, enum2 domain, count size, positive entry_count, hash root_hash"),
    7: ("index_remove", "id index_id"),
    8: ("backup_add", "id backup_id, text name, enum3 backup_type, enum2 source_kind, enum2 domain, optional_id parent_id, id chain_id, "
        "id session_id, zigzag started, zigzag finished, hash root_chunk, count file_count, count directory_count, "
        "count other_count, count logical_size, count read_size, count stored_size, count incomplete_count, "
        "optional_id timeline_id, optional_id incarnation, varint start_lsn, varint end_lsn, varint generation, runs segments"),
    9: ("backup_delete", "id backup_id"),
    10: ("backup_hold", "id backup_id, enum2 action, zigzag time, text who, text reason"),
    11: ("backup_segments", "id backup_id, runs segments"),
    12: ("segment_verify", "number number, zigzag verified"),
    13: ("segment_retire", "number number, positive manifest"),
    14: ("segment_revive", "number number"),
    15: ("segment_delete", "number number"),
    20: ("keys", "id key_set_id, key_generation generation, point public_key, nonce nonce, tag tag, ring ring"),
}
FIELD_READERS = {
    "varint": Cursor.varint, "zigzag": Cursor.zigzag, "count": Cursor.count, "id": Cursor.id, "hash": Cursor.hash, "text": Cursor.text,
    "positive": lambda cursor: cursor.count(1), "number": lambda cursor: cursor.count(1, NUMBER_MAX),
    "generation": lambda cursor: cursor.count(0, NUMBER_MAX), "optional_id": lambda cursor: cursor.id(is_optional=True),
    "enum1": lambda cursor: cursor.enum(1), "enum2": lambda cursor: cursor.enum(2), "enum3": lambda cursor: cursor.enum(3),
    "runs": lambda cursor: decode_runs(cursor), "key_generation": lambda cursor: cursor.count(1, KEY_GENERATION_MAX),
    "point": lambda cursor: bytes(cursor.take(65)), "nonce": lambda cursor: bytes(cursor.take(12)),
    "tag": lambda cursor: bytes(cursor.take(16)),
    "ring": lambda cursor: bytes(cursor.bytes(GENERATION_SIZE, KEY_GENERATION_MAX * GENERATION_SIZE))}


def check_manifest_section(header, place):
    s, need = header.section, place.need
    place.need_range(s, "number", 1, COUNT_MAX)
    need(s.manifest_kind in (CHANGE, SNAPSHOT), "bad-value", f"manifest_kind {s.manifest_kind}")
    need((s.number % SNAPSHOT_INTERVAL == 0) == (s.manifest_kind == SNAPSHOT), "bad-value",
         f"manifest {s.number} is of kind {s.manifest_kind}")
    need((s.number == 1) == (s.previous_root_hash == bytes(32)), "bad-value", "previous_root_hash is zero in manifest 1 and no other")


def need_number(header, place, number):
    place.need(header.section.number == number, "bad-identity", f"is manifest {header.section.number}")


def decode_runs(cursor):
    """Ascending numbers, as (first, length) of each run."""
    runs, end = [], 0
    for _ in range(cursor.varint()):
        gap, length = cursor.count(2 if runs else 1), cursor.count(1)
        runs.append((end + gap, length))
        end += gap + length - 1
        cursor.place.need(end <= NUMBER_MAX, "bad-value", f"a run that ends at {end}")
    return runs


def decode_record(type_number, data, place):
    place.need(type_number in RECORDS, "bad-value", f"record type {type_number}")
    name, fields = RECORDS[type_number]
    cursor, record = Cursor(data, place), types.SimpleNamespace(type=type_number, record=name)
    for field in fields.split(", "):
        kind, field_name = field.split()
        setattr(record, field_name, FIELD_READERS[kind](cursor))
    cursor.end()
    record.place = place
    if name == "backup_add":
        check_backup_record(record)
    if name == "keys":
        place.need(record.public_key[0] == 4, "bad-value", "public_key is not an uncompressed point")
        place.need(len(record.ring) == GENERATION_SIZE * record.generation, "bad-value", f"a ring of {len(record.ring)} bytes")
    if name == "segment_add":
        place.need(record.domain == 2 or not record.key_generation, "bad-value", "key_generation without encryption")
    return record


DATABASE = 2  # source_kind


def check_backup_record(backup):
    need = backup.place.need
    need(is_backup_name(backup.name), "bad-value", f"backup name '{shown(backup.name)}'")
    is_full = backup.backup_type == 1
    need((backup.parent_id == NO_ID) == is_full, "bad-value", "a full has no parent, every other backup has one")
    need((backup.chain_id == backup.backup_id) == is_full, "bad-value", "chain_id does not fit the type")
    database = (any(backup.timeline_id), any(backup.incarnation), backup.start_lsn, backup.end_lsn, backup.generation)
    if backup.source_kind == DATABASE:
        need(database[0] and database[1], "bad-value", "a database has a timeline and an incarnation")
        need(backup.start_lsn <= backup.end_lsn, "bad-value", "start_lsn is after end_lsn")
        need(1 <= backup.generation <= COUNT_MAX, "bad-value", f"generation {backup.generation}")
    else:
        need(not any(database), "bad-value", "fields of a database in the backup of a directory tree")


class Manifest:
    """One manifest, checked as far as it can be alone."""

    def __init__(self, file, header):
        self.header, self.number = header, header.section.number
        self.trailer = trailer = read_trailer(file, header)
        offset, payloads = HEADER_SIZE, []
        while offset < trailer.place.offset:
            block = read_block(file, header, offset, len(payloads), trailer.place.offset, (RECORDS_BLOCK,))
            payloads.append(block.plain)
            offset = block.end
        need_root_hash(header, trailer, payloads)
        self.records = self.decode_records(b"".join(payloads), file.at(HEADER_SIZE))
        need_counts(trailer, len(payloads), len(self.records))
        keys = [record for record in self.records if record.record == "keys"]
        file.at(HEADER_SIZE).need(len(keys) <= 1, "bad-order", "more than one record of keys")
        self.keys_record = keys[0] if keys else None
        if header.section.manifest_kind == SNAPSHOT:
            self.state = State.of_snapshot(self.records)
        else:
            self.need_change()

    def need_change(self):
        last = 0
        for record in self.records:
            record.place.need(record.record != "state", "bad-value", "a state in a change")
            if record.record == "segment_add":
                record.place.need(record.number > last, "bad-order", f"segment number {record.number}")
                last = record.number

    @staticmethod
    def decode_records(data, place):
        records, cursor = [], Cursor(data, place)
        place.need(data, "truncated", "no records")
        while cursor.position < len(data):
            type_number, size = cursor.varint(), cursor.varint()
            records.append(decode_record(type_number, cursor.take(size), place))
        return records


def decode_manifest(file, header):
    manifest = Manifest(file, header)
    description = {"records": [describe(record) for record in manifest.records], "trailer": describe(manifest.trailer)}
    if header.keys and manifest.keys_record:
        header.keys.follow(manifest.keys_record)
        description["generations"] = [
            {"data_key": data_key, "private_key": private_key} for data_key, private_key in header.keys.generations]
    return description


class State:
    """What the manifests up to one say: open sessions, segments by number, indexes and backups by id."""

    def __init__(self):
        self.next_segment_number = 1
        self.sessions, self.segments, self.indexes, self.backups, self.keys = {}, {}, {}, {}, None
        self.holds, self.retired = {}, {}  # by backup id; the manifest that retired, by segment number

    def apply(self, manifest):
        """What a change makes of this state."""
        sessions_before = set(self.sessions)
        for record in manifest.records:
            need, kind = record.place.need, record.record
            if kind in ("session_close", "session_fence"):
                need(self.sessions.pop(record.session_id, None), "bad-reference", f"session {record.session_id.hex()} is not open")
            elif kind == "index_remove":
                need(self.indexes.pop(record.index_id, None), "bad-reference", f"no index {record.index_id.hex()}")
            elif kind in CHANGES_OF_BACKUPS:
                self.change_backup(record)
            elif kind in CHANGES_OF_SEGMENTS:
                self.change_segment(record, manifest.number)
            elif kind == "keys":
                self.add(record)
            else:
                if kind == "session_open":
                    sessions_before.add(record.session_id)
                    need(record.base < manifest.number, "bad-reference", f"base {record.base}")
                else:
                    need(record.session_id in sessions_before, "bad-reference", f"session {record.session_id.hex()} is not open")
                if kind == "segment_add":
                    need(record.number == self.next_segment_number, "bad-order",
                         f"segment number {record.number} in place of {self.next_segment_number}")
                    self.next_segment_number += 1
                self.add(record)

    def change_backup(self, record):
        need, backup = record.place.need, self.backups.get(record.backup_id)
        need(backup, "bad-reference", f"no backup {record.backup_id.hex()}")
        if record.record == "backup_delete":
            need(record.backup_id not in self.holds, "bad-reference", f"backup {shown(backup.name)} is held")
            del self.backups[record.backup_id]
        elif record.record == "backup_segments":
            self.need_segments(record)
            backup.segments = record.segments
        elif record.action == HOLD:
            self.holds[record.backup_id] = record
        else:
            need(self.holds.pop(record.backup_id, None), "bad-reference", f"backup {shown(backup.name)} is not held")

    def change_segment(self, record, manifest):
        need, kind, number = record.place.need, record.record, record.number
        need(number in self.segments, "bad-reference", f"no segment {number}")
        if kind == "segment_verify":
            self.segments[number].verified = record.verified
            return
        need((number in self.retired) == (kind != "segment_retire"), "bad-reference", f"{kind} of segment {number}")
        if kind == "segment_retire":
            need(record.manifest == manifest, "bad-reference", f"segment {number} retired by manifest {record.manifest}")
            self.retire(record)
            return
        retired = self.retired.pop(number)
        if kind == "segment_delete":
            need(all(session.base >= retired for session in self.sessions.values()), "bad-reference",
                 f"segment {number} is deleted under an older session")
            del self.segments[number]

    def retire(self, record):
        need, number = record.place.need, record.number
        need(number in self.segments, "bad-reference", f"no segment {number}")
        need(not any(first <= number < first + length for backup in self.backups.values() for first, length in backup.segments),
             "bad-reference", f"segment {number} is retired and needed")
        self.retired[number] = record.manifest

    @classmethod
    def of_snapshot(cls, records):
        state = cls()
        order = ("state", "session_open", "segment_add", "index_add", "backup_add", "backup_hold", "segment_retire", "keys")
        last = (-1,)
        for number, record in enumerate(records):
            need = record.place.need
            need(record.record in order, "bad-value", f"{record.record} in a snapshot")
            key = {"session_open": "session_id", "segment_add": "number", "index_add": "index_id", "backup_hold": "backup_id",
                   "segment_retire": "number"}.get(record.record)
            rank = (order.index(record.record), getattr(record, key) if key else number)
            need(rank > last and (record.record == "state") == (number == 0), "bad-order", f"{record.record} in the snapshot")
            last = rank
            if record.record == "state":
                state.next_segment_number = record.next_segment_number
            elif record.record == "backup_hold":
                need(record.action == HOLD, "bad-value", "a released backup in a snapshot")
                need(record.backup_id in state.backups, "bad-reference", f"no backup {record.backup_id.hex()}")
                state.holds[record.backup_id] = record
            elif record.record == "segment_retire":
                state.retire(record)
            else:
                state.add(record)
        for segment in state.segments.values():
            segment.place.need(segment.number < state.next_segment_number, "bad-value", f"segment number {segment.number}")
        return state

    def need_segments(self, record):
        """What a backup needs is there, and not retired."""
        for first, length in record.segments:
            missing = length > len(self.segments) or next(
                (n for n in range(first, first + length) if n not in self.segments or n in self.retired), None)
            record.place.need(not missing, "bad-reference", "the backup needs a segment that does not exist")

    def add(self, record):
        need = record.place.need
        if record.record == "keys":
            is_next = not self.keys or self.keys.key_set_id == record.key_set_id and self.keys.generation < record.generation
            need(is_next, "bad-reference", "keys of another set, or of no new generation")
            self.keys = record
            return
        collection, key = {
            "session_open": (self.sessions, "session_id"), "segment_add": (self.segments, "number"),
            "index_add": (self.indexes, "index_id"), "backup_add": (self.backups, "backup_id")}[record.record]
        need(getattr(record, key) not in collection, "bad-order", f"{record.record} twice")
        if record.record == "backup_add":
            need(not any(b.name == record.name for b in self.backups.values()), "bad-order", f"two backups named {shown(record.name)}")
            self.need_segments(record)
        collection[getattr(record, key)] = record


# Tree: tree.md -------------------------------------------------------------------------------------------------------

DIRECTORY_LEAF, DIRECTORY_INNER, EXTENT_LEAF, EXTENT_INNER, BACKUP_ROOT = 1, 2, 3, 4, 5
FILE, DIRECTORY, LINK, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE = 1, 2, 3, 4, 5, 6, 7
CHANGED_WHILE_READ, CONTENT_MISSING = 1, 2
WHOLE_CHUNK, PART_OF_CHUNK, HOLE = 1, 2, 3

Extent = collections.namedtuple("Extent", "tag chunk_id offset length")
Child = collections.namedtuple("Child", "name chunk_id length")  # a length in entries or bytes; extents have no names


def decode_entry(cursor, is_root=False):
    need = cursor.place.need
    entry = types.SimpleNamespace(name=cursor.bytes(0, 0) if is_root else cursor.bytes(1, 255))
    need(entry.name not in (b".", b"..") and b"/" not in entry.name and b"\0" not in entry.name, "bad-value",
         f"file name '{shown(entry.name)}'")
    body = cursor.position
    entry.kind = cursor.enum(BLOCK_DEVICE)
    entry.mode = cursor.count(0, 0o7777)
    entry.user_id, entry.group_id = cursor.count(0, NUMBER_MAX), cursor.count(0, NUMBER_MAX)
    entry.modified = (cursor.zigzag(), cursor.count(0, 999_999_999))
    entry.changed = (cursor.zigzag(), cursor.count(0, 999_999_999))
    entry.inode, entry.device, entry.link_count = cursor.varint(), cursor.varint(), cursor.count(1)
    entry.flags = cursor.u8()
    need(entry.flags <= 3, "bad-value", f"flags {entry.flags:#x}")
    entry.attributes = []
    for _ in range(cursor.count()):
        entry.attributes.append((cursor.bytes(1, 255), cursor.bytes(0, 65536)))
    names = [name for name, _ in entry.attributes]
    need(all(a < b for a, b in zip(names, names[1:])), "bad-order", "attributes")
    if entry.kind == FILE:
        decode_content(cursor, entry)
    elif entry.kind == DIRECTORY:
        entry.depth, entry.chunk_id, entry.entry_count = cursor.u8(), cursor.hash(), cursor.count()
    elif entry.kind == LINK:
        entry.target = cursor.bytes(1, 4095)
        need(b"\0" not in entry.target, "bad-value", "a zero byte in a link's target")
    elif entry.kind in (CHARACTER_DEVICE, BLOCK_DEVICE):
        entry.major, entry.minor = cursor.count(0, NUMBER_MAX), cursor.count(0, NUMBER_MAX)
    entry.body = bytes(cursor.data[body:cursor.position])
    return entry


def decode_content(cursor, entry):
    need = cursor.place.need
    entry.size, entry.form = cursor.count(), cursor.enum(2)
    if entry.form == 1:
        entry.extents = [decode_extent(cursor) for _ in range(cursor.count(0, 16))]
        length = sum(extent.length for extent in entry.extents)
        expected = 0 if entry.flags & CONTENT_MISSING else entry.size
        need(length == expected, "bad-value", f"extents of {length} bytes in a file of {entry.size}")
    else:
        need(entry.size and not entry.flags & CONTENT_MISSING, "bad-value", "a node for a file without content")
        entry.depth, entry.chunk_id = cursor.u8(), cursor.hash()


def decode_extent(cursor):
    tag = cursor.enum(HOLE)
    chunk_id = None if tag == HOLE else cursor.hash()
    offset = cursor.count() if tag == PART_OF_CHUNK else 0
    extent = Extent(tag, chunk_id, offset, cursor.count(1))
    end = extent.offset + extent.length
    cursor.place.need(tag == HOLE or end <= CHUNK_SIZE_MAX, "too-large", f"an extent that ends {end} bytes into a chunk")
    return extent


def decode_directory_child(cursor):
    return Child(cursor.bytes(1, 255), cursor.hash(), cursor.count(1))


def decode_extent_child(cursor):
    return Child(None, cursor.hash(), cursor.count(1))


def decode_database_source(cursor, root):
    root.database_id, root.incarnation_id, root.generation = cursor.id(), cursor.id(), cursor.count(1)
    root.timeline_id, root.checkpoint_lsn, root.time = cursor.id(), cursor.varint(), cursor.zigzag()
    root.xid = cursor.count()
    if root.xid:
        root.time_max = cursor.zigzag()
    root.ancestors = [(cursor.id(), cursor.count(1)) for _ in range(counted(cursor, 17))]


def decode_backup_root(cursor):
    root = types.SimpleNamespace(source_kind=cursor.enum(2), host=cursor.text(), source=cursor.bytes(1, 4095), program=cursor.text())
    cursor.place.need(root.source.startswith(b"/") and b"\0" not in root.source, "bad-value", f"source '{shown(root.source)}'")
    if root.source_kind == DATABASE:
        decode_database_source(cursor, root)
    root.entry = decode_entry(cursor, is_root=True)
    cursor.place.need(root.entry.kind == DIRECTORY, "bad-value", "the root is not a directory")
    return root


NODE_ITEMS = {  # how each item is decoded, and the least count of them
    DIRECTORY_LEAF: (decode_entry, 0), DIRECTORY_INNER: (decode_directory_child, 2), EXTENT_LEAF: (decode_extent, 1),
    EXTENT_INNER: (decode_extent_child, 2)}


def decode_node(data, place):
    """A node as far as it can be checked alone: `items` are entries, extents or children, `length` is what it says is below it."""
    need = place.need
    need(len(data) <= NODE_SIZE_MAX, "too-large", f"a node of {len(data)} bytes")
    cursor = Cursor(bytes(data), place)
    kind = cursor.enum(BACKUP_ROOT)
    if kind == BACKUP_ROOT:
        node = decode_backup_root(cursor)
    else:
        node = types.SimpleNamespace(depth=0)
        if kind in (DIRECTORY_INNER, EXTENT_INNER):
            node.depth = cursor.u8()
            need(node.depth, "bad-value", "an inner node of depth 0")
        decode_item, least = NODE_ITEMS[kind]
        node.items = [decode_item(cursor) for _ in range(cursor.count(least))]
        if kind in (DIRECTORY_LEAF, DIRECTORY_INNER):
            need(all(a.name < b.name for a, b in zip(node.items, node.items[1:])), "bad-order", "names in a directory")
        node.length = len(node.items) if kind == DIRECTORY_LEAF else sum(item.length for item in node.items)
        need(node.length <= COUNT_MAX, "bad-value", "lengths or counts that sum to more than 63 bits")
    cursor.end()
    node.kind, node.place = kind, place
    return node


class Tree:
    """The tree of one backup. Nodes are read while it is walked."""

    def __init__(self, chunks, backup):
        self.chunks, self.backup = chunks, backup
        self.root = self.node(backup.root_chunk, (BACKUP_ROOT,)).entry

    def node(self, chunk_id, kinds):
        node = decode_node(*self.chunks.read(chunk_id, METADATA))
        node.place.need(node.kind in kinds, "bad-kind", f"a node of kind {node.kind}")
        return node

    def walk(self):
        """(depth, entry) of the root and everything below it, directories before what they hold. At the end the entries
        are as many as the manifest says."""
        stack, found = [iter([self.root])], collections.Counter()
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
            else:
                yield len(stack) - 1, entry
                found[{FILE: "file_count", DIRECTORY: "directory_count"}.get(entry.kind, "other_count")] += 1
                if entry.kind == FILE:
                    found["logical_size"] = min(found["logical_size"] + entry.size, 2**63 - 1)
                elif entry.kind == DIRECTORY:
                    stack.append(self.directory(entry))
        for field in ("file_count", "directory_count", "other_count", "logical_size"):
            expected = getattr(self.backup, field)
            self.backup.place.need(found[field] == expected, "bad-reference", f"{field} {expected}, the tree has {found[field]}")

    def directory(self, entry):
        for leaf in self.leaves(Child(None, entry.chunk_id, entry.entry_count), entry.depth, (DIRECTORY_LEAF, DIRECTORY_INNER)):
            yield from leaf.items

    def content(self, entry):
        """The extents of a file, in order."""
        if entry.form == 1:
            yield from entry.extents
        else:
            for leaf in self.leaves(Child(None, entry.chunk_id, entry.size), entry.depth, (EXTENT_LEAF, EXTENT_INNER)):
                yield from leaf.items

    def leaves(self, child, depth, kinds, before=None):
        """The leaves below a child, in order, compared with what is said of them above: `before` is the name that follows them."""
        node = self.node(child.chunk_id, kinds)
        need, items = node.place.need, node.items
        need(node.depth == depth, "bad-reference", f"a node of depth {node.depth} in place of {depth}")
        need(node.length == child.length, "bad-reference", f"{node.length} entries or bytes in place of {child.length}")
        if child.name is not None:
            need(items[0].name == child.name, "bad-reference", f"first_name of '{shown(items[0].name)}' is '{shown(child.name)}'")
        if before is not None:
            need(items[-1].name < before, "bad-order", f"'{shown(items[-1].name)}' in a directory")
        if node.depth == 0:
            yield node
        else:
            names = [item.name for item in items[1:]] + [before]
            for item, following in zip(items, names):
                yield from self.leaves(item, node.depth - 1, kinds, following)


# Backup file: backup.md ----------------------------------------------------------------------------------------------

TEXT_SIZE = 4096
TEXT_START = b"geode-archive backup"

BACKUP_SECTION = Layout(
    "BackupSection", 256, 1280,
    (256, "I", "text_checksum"), (260, "H", "type"), (262, "H", "source_kind"), (264, "Q", "manifest"), (272, "16s", "backup_id"),
    (288, "16s", "parent_id"), (304, "q", "started"), (312, "q", "finished"), (320, "Q", "logical_size"), (328, "Q", "stored_size"),
    (336, "H", "name_size"), (338, "255s", "name"))


def check_backup_section(header, place):
    s, need = header.section, place.need
    need(s.type in (1, 2, 3), "bad-value", f"type {s.type}")
    need(s.source_kind in (1, DATABASE), "bad-value", f"source_kind {s.source_kind}")
    for field, least in (("manifest", 1), ("logical_size", 0), ("stored_size", 0)):
        place.need_range(s, field, least, COUNT_MAX)
    need(s.backup_id == header.file_id, "bad-identity", "backup_id is not the file_id")
    need((s.parent_id == NO_ID) == (s.type == 1), "bad-value", "a full has no parent, every other backup has one")
    need(1 <= s.name_size <= 255, "bad-value", f"name_size {s.name_size}")
    need(not any(s.name[s.name_size:]), "reserved-not-zero", "after the name")
    s.name = Text(s.name[:s.name_size])
    need(is_backup_name(s.name), "bad-value", f"backup name '{shown(s.name)}'")


def read_label(file):
    """The header of a backup file, whose text was checked too."""
    size = TEXT_SIZE + HEADER_SIZE
    file.at(file.size).need(file.size >= size, "truncated", f"{file.size} bytes where {size} belong")
    file.at(size).need(file.size == size, "trailing-bytes", f"{file.size} bytes where {size} belong")
    header = read_header(file, TEXT_SIZE)
    need_belonging(header, file.at(TEXT_SIZE), BACKUP)
    text, place = file.read(0, TEXT_SIZE), file.at(0)
    place.need(crc32c(text) == header.section.text_checksum, "bad-checksum", "of the text")
    place.need(text.startswith(TEXT_START), "bad-magic", "the text does not start as that of a backup")
    place.need(text.endswith(b"\n"), "bad-value", "the text is not filled up with newlines")
    place.need(is_utf8(text), "bad-value", "the text is not UTF-8")
    header.text = text.decode("utf-8").rstrip("\n")
    place.need(not has_control_character(header.text.replace("\n", "")), "bad-value", "a control character in the text")
    return header


# Keys: keys.md -------------------------------------------------------------------------------------------------------

KEY_GENERATION_MAX = 4096
GENERATION_SIZE = 64
KEY_FILE, PASSPHRASE = 1, 2
READ_WRITE, WRITE_ONLY = 1, 2
REPOSITORY_KEY, PUBLIC_KEY = 2, 3

KEY_SLOT_SECTION = Layout(
    "KeySlotSection", 256, 1280,
    (256, "H", "derivation"), (258, "H", "access"), (260, "I", "iterations"), (264, "32s", "salt"), (296, "16s", "key_set_id"),
    (312, "12s", "nonce"), (324, "16s", "tag"), (340, "H", "sealed_size"), (342, "128s", "sealed"), (470, "H", "label_size"),
    (472, "64s", "label"))


def check_key_slot_section(header, place):
    s, need = header.section, place.need
    need(s.derivation in (KEY_FILE, PASSPHRASE), "bad-value", f"derivation {s.derivation}")
    need(s.access in (READ_WRITE, WRITE_ONLY), "bad-value", f"access {s.access}")
    need(s.iterations <= 20_000_000 and (s.iterations == 0) == (s.derivation == KEY_FILE), "bad-value", f"iterations {s.iterations}")
    need(s.key_set_id != NO_ID, "bad-value", "key_set_id is zero")
    need(s.sealed_size <= 128, "too-large", f"sealed_size {s.sealed_size}")
    need(s.sealed_size == (32 if s.access == READ_WRITE else 128), "bad-value", f"sealed_size {s.sealed_size}")
    need(s.label_size <= 64, "too-large", f"label_size {s.label_size}")
    label = s.label[:s.label_size]
    need(is_utf8(label) and not has_control_character(label.decode()), "bad-value", f"label '{shown(label)}'")
    need(not any(s.sealed[s.sealed_size:]), "reserved-not-zero", "after sealed")
    need(not any(s.label[s.label_size:]), "reserved-not-zero", "after the label")
    s.sealed, s.label = s.sealed[:s.sealed_size], Text(label)


SLOT_ITERATIONS_MAX = 100_000_000  # rounds of PBKDF2 for one secret, all slots together
Secret = collections.namedtuple("Secret", "derivation content path")


def read_key_file(path):
    with open_named(path) as file:
        content = file.read(0, min(file.size, 4097))
    text, key = content.rstrip(b"\r\n"), content
    try:
        if len(content) != 32:
            key = binascii.unhexlify(text) if len(text) == 64 else base64.b64decode(text, validate=True)
    except binascii.Error:
        pass
    if len(key) != 32:
        raise Stop(11, f"{shown(path)} is no key file")
    return Secret(KEY_FILE, key, path)


def read_passphrase_file(path):
    with open_named(path) as file:
        content = file.read(0, min(file.size, 4096))
    line = content.replace(b"\r", b"\n").split(b"\n")[0]
    if not line:
        raise Stop(11, f"the first line of {shown(path)} is empty")
    return Secret(PASSPHRASE, line, path)


def open_key_slot(header, secret):
    """What a slot seals, in keys of 32 bytes, or None if it was made for something else."""
    s = header.section
    if secret.derivation != s.derivation:
        return None
    if s.derivation == PASSPHRASE:
        slot_key = hashlib.pbkdf2_hmac("sha256", secret.content, s.salt, s.iterations)
    else:
        slot_key = hkdf(secret.content, s.salt, b"geode slot")
    authenticated = struct.pack("<HHIQ", s.derivation, s.access, s.iterations, 0) + header.repository_id + header.file_id
    content = Gcm(slot_key).decrypt(s.nonce, s.sealed, s.tag, authenticated + s.key_set_id + s.salt)
    return content and [content[i:i + 32] for i in range(0, len(content), 32)]


class Keys:
    """The keys of an archive: what one who reads has, or one who only writes."""

    def __init__(self, repository_id, key_set_id, opened):
        self.repository_id, self.key_set_id, self.generations = repository_id, key_set_id, []
        self.master_key = opened[0] if len(opened) == 1 else None
        if self.master_key:
            opened = [self.derive(info) for info in (b"geode id", b"geode chunker", b"geode manifest", b"geode index")]
        self.id_key, _, self.manifest_key, self.index_key = opened

    def derive(self, info):
        return hkdf(self.master_key, self.key_set_id, info)

    def chunk_id(self, leaves):
        return hmac.digest(self.id_key, leaves, "sha256")

    def mac(self, root_hash):
        return hmac.digest(self.manifest_key, root_hash, "sha256")

    def follow(self, record):
        """Takes the generations of a record of a manifest."""
        record.place.need(record.key_set_id == self.key_set_id, "bad-identity", "keys of another set")
        if self.master_key:
            authenticated = struct.pack("<I", record.generation) + self.repository_id + self.key_set_id + record.public_key
            ring = Gcm(self.derive(b"geode ring")).decrypt(record.nonce, record.ring, record.tag, authenticated)
            record.place.need(ring is not None, "bad-checksum", "tag of the ring")
            self.take(ring)

    def take(self, ring):
        self.generations = [(ring[i:i + 32], ring[i + 32:i + 64]) for i in range(0, len(ring), GENERATION_SIZE)]

    def open_file(self, header, place):
        """The cipher of a file, or None if these keys can only write."""
        need, wrap, generation = place.need, header.key_wrap, header.key_generation
        if header.kind == INDEX:
            need(wrap == REPOSITORY_KEY and generation == 0, "bad-reference", "the key of an index is wrapped otherwise")
            wrapping_key = self.index_key
        elif not self.master_key:
            return None
        else:
            need(1 <= generation <= len(self.generations), "bad-reference", f"no generation {generation}")
            wrapping_key, private_key = self.generations[generation - 1]
            if wrap == PUBLIC_KEY:
                ephemeral, private_number = header.ephemeral_public_key, int.from_bytes(private_key, "big")
                point = P256.decode(ephemeral)
                need(point, "bad-value", "ephemeral_public_key is no point of the curve")
                shared = P256.multiply(point, private_number)[0].to_bytes(32, "big")
                public_key = P256.encode(P256.multiply(P256.BASE, private_number))
                wrapping_key = hkdf(shared, header.repository_id, b"geode file" + ephemeral + public_key)
        authenticated = struct.pack("<HHI", header.kind, wrap, generation) + header.repository_id + header.file_id
        key = Gcm(wrapping_key).decrypt(header.wrap_nonce, header.wrapped_key, header.wrap_tag, authenticated)
        need(key is not None, "bad-checksum", "tag of the wrapped key")
        return Gcm(key)


def unlock(header, place, keys):
    """Gives the header of a file the keys of its archive, and its cipher if it is encrypted."""
    header.keys = keys
    if keys and header.encrypted:
        header.cipher = keys.open_file(header, place)


def is_readable(header):
    return not header.encrypted or header.cipher


EMPTY_SECTION = Layout("Empty", 256, 1280)
KIND_SECTIONS = {
    REPOSITORY: (REPOSITORY_SECTION, check_repository_section), KEY_SLOT: (KEY_SLOT_SECTION, check_key_slot_section),
    MANIFEST: (MANIFEST_SECTION, check_manifest_section),
    SEGMENT: (SEGMENT_SECTION, check_segment_section), BACKUP: (BACKUP_SECTION, check_backup_section)}


# An archive root and the chunks of one backup ------------------------------------------------------------------------

class Archive:
    """An archive root at its newest manifest; with a secret that opens one of its key slots, if it has keys."""

    def __init__(self, root, secret=None):
        self.root, self.state, self.keys = root, State(), None
        try:
            file = StoredFile(os.path.join(root, b"archive/repository"), b"archive/repository")
        except (FileNotFoundError, NotADirectoryError):
            raise Stop(12, f"{shown(root)} is not an archive root: it has no archive/repository") from None
        with file:
            header = read_header(file)
            need_belonging(header, file.at(0), REPOSITORY)
            decode_repository(file, header)
        self.repository_id = header.repository_id
        seals = self.replay()
        if secret and not self.state.keys:
            raise Stop(11, f"a key was named, and {shown(root)} is an archive without keys: nobody vouches for what is in it")
        if secret:
            self.keys = self.open_keys(secret)
            for place, has_keys, trailer in seals:
                expected = self.keys.mac(trailer.root_hash) if has_keys else bytes(32)
                place.need(trailer.mac == expected, "bad-checksum", "mac")
            self.keys.follow(self.state.keys)

    def open_keys(self, secret):
        folder, slots = os.path.join(self.root, b"archive/keys"), []
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            path = b"archive/keys/" + name
            try:
                with self.open(path) as file:
                    header, place = read_header(file), file.at(0)
                    need_belonging(header, place, KEY_SLOT, self.repository_id)
                    decode_repository(file, header)
                place.need(header.file_id.hex().encode() == name, "bad-identity", f"is slot {header.file_id.hex()}")
            except Damage as damage:
                complain(damage)
                continue
            if header.section.key_set_id == self.state.keys.key_set_id:
                slots.append(header)
        left = SLOT_ITERATIONS_MAX
        for header in sorted(slots, key=lambda slot: slot.section.iterations):
            left -= header.section.iterations if header.section.derivation == secret.derivation else 0
            opened = open_key_slot(header, secret) if left >= 0 else None
            if opened:
                return Keys(self.repository_id, header.section.key_set_id, opened)
        raise Stop(11, f"{shown(secret.path)} opens none of the {len(slots)} key slots")

    def open(self, path, size=None):
        """A file that the manifests say exists, maybe of a size."""
        try:
            file = StoredFile(os.path.join(self.root, path), path)
        except FileNotFoundError:
            raise Damage("bad-reference", path, 0, "the file is missing") from None
        try:
            file.at(file.size).need(size is None or file.size >= size, "truncated", f"{file.size} bytes, the manifest says {size}")
            file.at(size).need(size is None or file.size <= size, "trailing-bytes", f"{file.size} bytes, the manifest says {size}")
        except Damage:
            os.close(file.descriptor)
            raise
        return file

    def replay(self):
        """Applies the manifests. What shows who made each: its place, whether there are keys, its trailer."""
        seals = []
        try:
            names = os.listdir(os.path.join(self.root, b"archive/manifest"))
        except FileNotFoundError:
            names = []
        newest = max((int(name) for name in names if len(name) == 20 and name.isdigit()), default=0)
        first = max(newest - newest % SNAPSHOT_INTERVAL, 1)
        previous_root_hash = None if first > 1 else bytes(32)
        for number in range(first, newest + 1):
            path = b"archive/manifest/%020d" % number
            with self.open(path) as file:
                header, place = read_header(file), file.at(0)
                need_belonging(header, place, MANIFEST, self.repository_id)
                need_number(header, place, number)
                manifest = Manifest(file, header)
            place.need(previous_root_hash in (None, header.section.previous_root_hash), "bad-checksum",
                       "previous_root_hash is not the root hash of the manifest before")
            previous_root_hash = manifest.trailer.root_hash
            if header.section.manifest_kind == SNAPSHOT:
                self.state = manifest.state
            else:
                self.state.apply(manifest)
            seals.append((manifest.trailer.place, bool(self.state.keys), manifest.trailer))
        return seals

    def find_backup(self, name):
        """The record of a backup by its label, or by its name if it has no label."""
        path = os.path.join(self.root, name)
        if not is_backup_name(name) or not os.path.lexists(path):
            found = [backup for backup in self.state.backups.values() if backup.name == name]
            if not found:
                raise Stop(12, f"no backup {shown(name)} in {shown(self.root)}")
            return found[0]
        with StoredFile(path, name) as file:
            label, place = read_label(file), file.at(TEXT_SIZE)
        place.need(label.repository_id == self.repository_id, "bad-identity", f"belongs to repository {label.repository_id.hex()}")
        place.need(label.section.name == name, "bad-identity", f"is the label of {shown(label.section.name)}")
        backup = self.state.backups.get(label.section.backup_id)
        if not backup:
            raise Stop(12, f"the backup of the label {shown(name)} does not exist any more")
        place.need(label.section.type == backup.backup_type, "bad-reference", "type is not that of the manifest")
        need_as_recorded(place, backup, label.section, (
            "name", "source_kind", "parent_id", "started", "finished", "logical_size", "stored_size"))
        return backup

    def open_segment(self, number):
        record = self.state.segments[number]
        name = record.segment_id.hex().encode()
        file = self.open(b"archive/segments/" + name[:2] + b"/" + name, record.size)
        header, place = read_header(file), file.at(0)
        need_belonging(header, place, SEGMENT, self.repository_id, record.segment_id)
        need_as_recorded(place, record, header, ("session_id", "key_generation"))
        place.need(header.encrypted == (record.domain == 2), "bad-reference", "encryption is not that of the manifest")
        unlock(header, place, self.keys)
        segment = Segment(file, header)
        need_as_recorded(segment.trailer.place, record, segment.trailer, ("root_hash",), "bad-checksum")
        if not is_readable(header):
            raise Stop(11, "the backup is encrypted, and " + (
                "the key can make backups and not read them" if self.keys else "no key was given: --key-file, --passphrase-file"))
        plain_size = sum(block.plain_size for block in segment.blocks)
        actual = types.SimpleNamespace(segment_kind=segment.kind, plain_size=plain_size, chunk_count=segment.trailer.item_count)
        need_as_recorded(place, record, actual, vars(actual))
        return segment

    def check_indexes(self):
        """Compares the indexes with the footers of the segments, as far as they can be read: every chunk, and no other."""
        expected, found, paths = set(), set(), []
        for record in self.state.indexes.values():
            path = b"archive/index/" + record.index_id.hex().encode()
            with self.open(path, record.size) as file:
                header, place = read_header(file), file.at(0)
                need_belonging(header, place, INDEX, self.repository_id, record.index_id)
                unlock(header, place, self.keys)
                index = Index(file, header)
                need_as_recorded(index.trailer.place, record, index.trailer, ("root_hash",), "bad-checksum")
                actual = types.SimpleNamespace(session_id=header.session_id, entry_count=index.trailer.item_count,
                                               domain=2 if header.encrypted else 1)
                need_as_recorded(place, record, actual, vars(actual))
            if is_readable(header):
                found.update((prefix, index.segments[number]) for prefix, number in index.entries)
            paths.append(path)
        for number, record in self.state.segments.items():
            if record.domain == 1 or self.keys:
                segment = self.open_segment(number)
                with segment.file:
                    expected.update((chunk_id[:16], record.segment_id) for block in segment.blocks for chunk_id, _ in block.chunks)
        for prefix, segment_id in sorted(expected ^ found)[:1]:
            what = "is in no index" if (prefix, segment_id) in expected else "is in an index, but not in its segment"
            path = paths[0] if len(paths) == 1 else b"archive/index"
            raise Damage("bad-reference", path, 0, f"chunk {prefix.hex()} of segment {segment_id.hex()} {what}")


def need_as_recorded(place, record, actual, fields, name="bad-reference"):
    for field in fields:
        place.need(getattr(actual, field) == getattr(record, field), name, f"{field} is not that of the manifest")


class Chunks:
    """The chunks of the segments that one backup needs, found by the segments' footers."""

    CACHED_BLOCK_COUNT_MAX = 64

    def __init__(self, archive, backup):
        self.places, self.cache = {DATA: {}, METADATA: {}}, collections.OrderedDict()
        for first, length in backup.segments:
            for number in range(first, first + length):
                segment = archive.open_segment(number)
                for block in segment.blocks:
                    start = 4 + len(block.directory)
                    for chunk_id, size in block.chunks:
                        self.places[segment.kind].setdefault(chunk_id, (segment, block, start, size))
                        start += size

    def read(self, chunk_id, kind):
        """The bytes of a chunk and the place of its block."""
        found = self.places[kind].get(chunk_id)
        if not found:
            raise Damage("bad-reference", b"archive", 0, f"chunk {chunk_id.hex()} is in no segment of the backup")
        segment, block, start, size = found
        read = self.cache.get(id(block))
        if read:
            self.cache.move_to_end(id(block))
        else:
            read = self.cache[id(block)] = segment.read_block(block)
            read.verified = set()
            if len(self.cache) > self.CACHED_BLOCK_COUNT_MAX:
                self.cache.popitem(last=False)
        data = memoryview(read.plain)[start:start + size]
        if start not in read.verified:
            need_chunk_id(chunk_id, data, read.place, segment.header)
            read.verified.add(start)
        return data, read.place


# Restoring -----------------------------------------------------------------------------------------------------------

class Restore:
    """Writes a tree below one directory. Every name is made relative to the descriptor of a directory that this process
    made itself, and nothing is opened through a link: whatever the archive says, nothing is written elsewhere."""

    def __init__(self, tree, target):
        self.tree, self.is_root = tree, os.geteuid() == 0
        self.failure_count, self.stack, self.linked = 0, [], {}
        self.target = target

    def run(self):
        try:
            for depth, entry in self.tree.walk():
                while len(self.stack) > depth:
                    self.leave_directory()
                if depth == 0:
                    self.enter_directory(entry, self.target, None)
                else:
                    self.make(entry, self.stack[-1][1])
            while self.stack:
                self.leave_directory()
        finally:
            for _, descriptor in self.stack:
                os.close(descriptor)

    def enter_directory(self, entry, name, parent):
        try:
            os.mkdir(name, 0o700, dir_fd=parent)
        except FileExistsError:
            if parent is not None:
                raise
        no_follow = 0 if parent is None else os.O_NOFOLLOW  # the user may name his target by a link
        self.stack.append((entry, os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | no_follow, dir_fd=parent)))

    def leave_directory(self):
        entry, descriptor = self.stack[-1]
        self.set_metadata(entry, descriptor)
        self.stack.pop()
        os.close(descriptor)

    def path(self, entry):
        """Of an entry that is being made, or of the directory that was entered last."""
        return b"/".join([above.name for above, _ in self.stack[1:] if above is not entry] + [entry.name]) or b"."

    def fail(self, entry, message):
        self.failure_count += 1
        complain(f"{shown(self.path(entry))}: {message}")

    def make(self, entry, parent):
        if entry.kind == DIRECTORY:
            self.enter_directory(entry, entry.name, parent)
            if entry.flags & CONTENT_MISSING:
                complain(f"{shown(self.path(entry))}: restored empty, it could not be read when the backup was made")
        elif entry.flags & CONTENT_MISSING:
            complain(f"{shown(self.path(entry))}: not restored, it could not be read when the backup was made")
        elif entry.link_count > 1 and self.link_again(entry, parent):
            pass
        elif entry.kind == FILE:
            self.write_file(entry, parent)
        elif entry.kind == LINK:
            os.symlink(entry.target, entry.name, dir_fd=parent)
            self.set_metadata_by_name(entry, parent)
        else:
            self.make_node(entry, parent)

    def link_again(self, entry, parent):
        """Entries of which only the names differ were names of one file."""
        first = self.linked.setdefault(entry.body, self.path(entry))
        if first == self.path(entry):
            return False
        try:
            os.link(first, entry.name, src_dir_fd=self.stack[0][1], dst_dir_fd=parent, follow_symlinks=False)
        except OSError:
            return False
        return True

    def write_file(self, entry, parent):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(entry.name, flags, 0o600, dir_fd=parent)
        try:
            position = 0
            for extent in self.tree.content(entry):
                if extent.tag == HOLE:
                    position += extent.length
                    os.ftruncate(descriptor, position)
                    continue
                data, place = self.tree.chunks.read(extent.chunk_id, DATA)
                if extent.tag == PART_OF_CHUNK:
                    data = data[extent.offset:extent.offset + extent.length]
                place.need(len(data) == extent.length, "bad-reference", f"{len(data)} bytes for an extent of {extent.length}")
                while data:
                    written = os.pwrite(descriptor, data, position)
                    data, position = data[written:], position + written
            self.set_metadata(entry, descriptor)
        finally:
            os.close(descriptor)

    def make_node(self, entry, parent):
        file_type = {FIFO: stat.S_IFIFO, SOCKET: stat.S_IFSOCK, CHARACTER_DEVICE: stat.S_IFCHR, BLOCK_DEVICE: stat.S_IFBLK}[entry.kind]
        try:
            device = os.makedev(entry.major, entry.minor) if entry.kind in (CHARACTER_DEVICE, BLOCK_DEVICE) else 0
            os.mknod(entry.name, file_type | 0o600, device, dir_fd=parent)
        except OSError as error:
            self.fail(entry, f"not made: {error.strerror}")
            return
        self.set_metadata_by_name(entry, parent)

    def set_metadata(self, entry, descriptor):
        if self.is_root:
            os.chown(descriptor, entry.user_id, entry.group_id)
        self.set_attributes(entry, descriptor)
        os.chmod(descriptor, entry.mode)
        os.utime(descriptor, ns=self.times(entry))

    def set_metadata_by_name(self, entry, parent):
        if self.is_root:
            os.chown(entry.name, entry.user_id, entry.group_id, dir_fd=parent, follow_symlinks=False)
        self.set_attributes(entry, b"/proc/self/fd/%d/" % parent + entry.name, follow_symlinks=False)
        if entry.kind != LINK:  # which has no mode of its own
            os.chmod(entry.name, entry.mode, dir_fd=parent)
        os.utime(entry.name, ns=self.times(entry), dir_fd=parent, follow_symlinks=False)

    def set_attributes(self, entry, target, **options):
        for name, value in entry.attributes:
            try:
                os.setxattr(target, name, value, **options)
            except (OSError, ValueError) as error:
                self.fail(entry, f"attribute {shown(name)} not set: {error}")

    @staticmethod
    def times(entry):
        seconds, nanoseconds = entry.modified
        return (seconds * 1_000_000_000 + nanoseconds,) * 2


# Showing -------------------------------------------------------------------------------------------------------------

def complain(message):
    print(message, file=sys.stderr)


def describe(fields):
    """What a decoded structure holds, without what decoding added to it."""
    added = ("raw", "place", "plain", "section", "kind_section", "magic", "encrypted", "end", "text", "name_size",
             "keys", "cipher", "sealed_size", "label_size")
    return {name: value for name, value in vars(fields).items() if name not in added}


def encrypted_description(trailer):
    return {"trailer": describe(trailer), "note": "encrypted: header, trailer and the headers of blocks were checked"}


def presentable(value):
    if isinstance(value, dict):
        return {name: presentable(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [presentable(item) for item in value]
    if isinstance(value, Text):
        return shown(value)
    return value.hex() if isinstance(value, (bytes, bytearray)) else value


def print_description(value, indent=0):
    for name, item in value.items():
        if isinstance(item, dict):
            print(f"{' ' * indent}{name}:")
            print_description(item, indent + 2)
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            for number, member in enumerate(item):
                print(f"{' ' * indent}{name}[{number}]:")
                print_description(member, indent + 2)
        else:
            print(f"{' ' * indent}{name}: {item}")


def show_time(seconds, nanoseconds):
    try:
        moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
        return f"{moment.isoformat()}.{nanoseconds:09}Z"
    except OverflowError:
        return f"{seconds}.{nanoseconds:09}"


def list_tree(tree):
    letters = {FILE: "-", DIRECTORY: "d", LINK: "l", FIFO: "p", SOCKET: "s", CHARACTER_DEVICE: "c", BLOCK_DEVICE: "b"}
    names = []
    for depth, entry in tree.walk():
        names[max(depth - 1, 0):] = [entry.name] if depth else []
        permissions = stat.filemode(entry.mode)[1:]
        size = entry.size if entry.kind == FILE else 0
        path = shown(b"/".join(names)) or "."
        tail = f" -> {shown(entry.target)}" if entry.kind == LINK else ""
        print(f"{letters[entry.kind]}{permissions} {entry.user_id}:{entry.group_id} {size:>12} {show_time(*entry.modified)} {path}{tail}")


# Log: log.md ---------------------------------------------------------------------------------------------------------

LOG_SEGMENT_MAGIC, TIMELINE_MAGIC = bytes.fromhex("8947454C0D0A1A0A"), bytes.fromhex("8947454D0D0A1A0A")
FRAME_MAGIC, LOG_FOOTER_MAGIC = b"GLFR", b"GLFT"
LOG_PAGE_SIZE, FRAME_HEADER_SIZE, LOG_FOOTER_SIZE, GRANULE_SIZE = 4 * KIB, 96, 64, 48
LOG_FOOTER_AREA_SIZE = 64 * KIB
LOG_SEGMENT_SIZE_MAX, RECORD_BODY_SIZE_MAX, FRAME_PAYLOAD_SIZE_MAX = GIB, MIB, 8 * MIB - FRAME_HEADER_SIZE
GRANULE_COUNT_MAX = (LOG_FOOTER_AREA_SIZE - LOG_FOOTER_SIZE) // GRANULE_SIZE
END_PAGE_MAX = (LOG_SEGMENT_SIZE_MAX - LOG_FOOTER_AREA_SIZE) // LOG_PAGE_SIZE
COMMIT, RESTART, REDO_FIRST, REDO_LAST = 1, 2, 64, 127
TIME_MIN, TIME_MAX = -2**63, 2**63 - 1

LOG_SEGMENT_HEADER = Layout(
    "LogSegmentHeader", 0, 4096,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (16, "Q", "features_compatible"),
    (24, "Q", "features_incompatible"), (32, "16s", "database_id"), (48, "16s", "timeline_id"), (64, "I", "epoch"),
    (68, "I", "previous_sum"), (72, "Q", "segment_number"), (80, "Q", "start_lsn"), (88, "Q", "salt"), (96, "Q", "segment_size"),
    (104, "q", "time_max"), (112, "Q", "xid_max"), (120, "q", "created"), (4092, "I", "header_checksum"))
LOG_TIMELINE = Layout(
    "LogTimeline", 0, 4096,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (16, "Q", "features_compatible"),
    (24, "Q", "features_incompatible"), (32, "16s", "database_id"), (48, "16s", "timeline_id"), (64, "I", "epoch"),
    (72, "16s", "parent_id"), (88, "Q", "fork_lsn"), (96, "q", "created"), (4092, "I", "timeline_checksum"))
LOG_FRAME_HEADER = Layout(
    "LogFrameHeader", 0, FRAME_HEADER_SIZE,
    (0, "4s", "magic"), (4, "I", "header_checksum"), (8, "I", "payload_size"), (12, "I", "payload_sum"), (16, "Q", "start_lsn"),
    (24, "Q", "durable_lsn"), (32, "16s", "timeline_id"), (48, "Q", "salt"), (56, "q", "time_max"), (64, "Q", "xid_max"),
    (72, "I", "epoch"), (76, "I", "previous_sum"), (80, "I", "page"), (84, "I", "record_count"))
LOG_RECORD_HEADER = Layout("LogRecordHeader", 0, 8, (0, "I", "body_size"), (4, "B", "type"))
LOG_COMMIT = Layout("LogCommit", 0, 16, (0, "Q", "xid"), (8, "q", "time"))
LOG_RESTART = Layout("LogRestart", 0, 16, (0, "q", "time"), (8, "Q", "durable_lsn"))
LOG_FOOTER = Layout(
    "LogFooterHeader", 0, LOG_FOOTER_SIZE,
    (0, "4s", "magic"), (4, "I", "footer_checksum"), (8, "Q", "salt"), (16, "Q", "end_lsn"), (24, "I", "granule_count"),
    (28, "I", "end_page"))
LOG_GRANULE = Layout(
    "LogGranule", 0, GRANULE_SIZE,
    (0, "Q", "start_lsn"), (8, "q", "time_max_before"), (16, "q", "time_first"), (24, "q", "time_last"), (32, "Q", "xid_first"),
    (40, "Q", "xid_last"))


def lsn_text(lsn):
    return f"{lsn >> 32:X}/{lsn & 0xFFFFFFFF:X}"


def read_log_header(layout, magic, data, place):
    """What segments and timelines begin with."""
    need = place.need
    need(len(data) >= HEADER_SIZE, "truncated", f"{len(data)} bytes of {HEADER_SIZE}")
    header = layout.read(data)
    need(header.magic == magic, "bad-magic", f"starts with {header.magic.hex()}")
    checksum = int.from_bytes(data[4092:4096], "little")
    need(checksum == crc32c(data[:4092]), "bad-checksum", "of the header")
    need(header.version_major == VERSION_MAJOR, "bad-version", f"major version {header.version_major}")
    need(not header.features_incompatible, "bad-feature", f"features {header.features_incompatible:#x}")
    need(header.database_id != NO_ID, "bad-value", "database_id is zero")
    need(header.timeline_id != NO_ID, "bad-value", "timeline_id is zero")
    need(header.epoch, "bad-value", "epoch is 0")
    return header


def decode_timeline(data, place):
    place.need(len(data) >= HEADER_SIZE, "truncated", f"{len(data)} bytes of {HEADER_SIZE}")
    place.need(len(data) == HEADER_SIZE, "trailing-bytes", f"{len(data)} bytes")
    timeline = read_log_header(LOG_TIMELINE, TIMELINE_MAGIC, data, place)
    place.need(timeline.parent_id != timeline.timeline_id, "bad-value", "parent_id is the timeline itself")
    place.need(timeline.parent_id != NO_ID or not timeline.fork_lsn, "bad-value", "fork_lsn without parent_id")
    LOG_TIMELINE.need_zero_gaps(data, place)
    return timeline


def decode_log_header(data, place):
    header = read_log_header(LOG_SEGMENT_HEADER, LOG_SEGMENT_MAGIC, data, place)
    place.need_range(header, "segment_number", 1, COUNT_MAX)
    place.need(header.segment_size <= COUNT_MAX, "bad-value", f"segment_size {header.segment_size}")
    place.need(header.segment_size <= LOG_SEGMENT_SIZE_MAX, "too-large", f"segment_size {header.segment_size}")
    place.need(header.segment_size >= 2 * MIB and header.segment_size % MIB == 0, "bad-value", f"segment_size {header.segment_size}")
    place.need_range(header, "xid_max", 0, COUNT_MAX)
    LOG_SEGMENT_HEADER.need_zero_gaps(data, place)
    return header


def has_frame_sum(data):
    return data[:4] == FRAME_MAGIC and int.from_bytes(data[4:8], "little") == crc32c(data[8:FRAME_HEADER_SIZE])


def decode_frame_header(data, place):
    need = place.need
    need(len(data) >= FRAME_HEADER_SIZE, "truncated", f"{len(data)} bytes of {FRAME_HEADER_SIZE}")
    frame = LOG_FRAME_HEADER.read(data)
    need(frame.magic == FRAME_MAGIC, "bad-magic", f"a frame starts with {frame.magic.hex()}")
    need(has_frame_sum(data), "bad-checksum", "of the frame header")
    need(frame.payload_size <= FRAME_PAYLOAD_SIZE_MAX, "too-large", f"payload_size {frame.payload_size}")
    need(frame.start_lsn + frame.payload_size < 1 << 64, "bad-value", f"start_lsn {frame.start_lsn}")
    need(frame.durable_lsn <= frame.start_lsn, "bad-value", f"durable_lsn {frame.durable_lsn}")
    need(frame.timeline_id != NO_ID, "bad-value", "timeline_id is zero")
    place.need_range(frame, "xid_max", 0, COUNT_MAX)
    need(frame.epoch, "bad-value", "epoch is 0")
    place.need_range(frame, "page", 1, END_PAGE_MAX - 1)
    need(frame.record_count or not frame.payload_size, "bad-value", "record_count is 0")
    need(frame.record_count <= frame.payload_size // 8, "truncated", f"record_count {frame.record_count}")
    LOG_FRAME_HEADER.need_zero_gaps(data, place)
    return frame


def decode_log_record(payload, position, place):
    """The header of the record at the position, and its body."""
    left = len(payload) - position
    place.need(left >= 8, "truncated", f"{left} bytes where a record should start")
    record = LOG_RECORD_HEADER.read(payload, position)
    place.need(record.body_size <= RECORD_BODY_SIZE_MAX, "too-large", f"body_size {record.body_size}")
    is_known = record.type in (COMMIT, RESTART) or REDO_FIRST <= record.type <= REDO_LAST
    place.need(is_known, "bad-value", f"record type {record.type}")
    LOG_RECORD_HEADER.need_zero_gaps(payload, place, position)
    place.need(record.body_size <= left - 8, "truncated", f"a record of {record.body_size} bytes where {left - 8} are left")
    return record, payload[position + 8:position + 8 + record.body_size]


def describe_log_record(record, body, place):
    if record.type == COMMIT:
        place.need(len(body) >= 16, "truncated", f"a commit of {len(body)} bytes")
        commit = LOG_COMMIT.read(body)
        place.need_range(commit, "xid", 1, COUNT_MAX)
        return {**vars(commit), "body": bytes(body[16:])}
    if record.type == RESTART:
        place.need(len(body) >= 16, "truncated", f"a restart of {len(body)} bytes")
        place.need(len(body) == 16, "trailing-bytes", f"a restart of {len(body)} bytes")
        return vars(LOG_RESTART.read(body))
    return {"body": bytes(body)}


def decode_log_footer(data, place):
    need = place.need
    need(len(data) >= LOG_FOOTER_SIZE, "truncated", f"{len(data)} bytes of {LOG_FOOTER_SIZE}")
    footer = LOG_FOOTER.read(data)
    need(footer.magic == LOG_FOOTER_MAGIC, "bad-magic", f"a footer starts with {footer.magic.hex()}")
    need(footer.granule_count <= GRANULE_COUNT_MAX, "too-large", f"granule_count {footer.granule_count}")
    end = LOG_FOOTER_SIZE + footer.granule_count * GRANULE_SIZE
    need(len(data) >= end, "truncated", f"{len(data)} bytes of {end}")
    need(footer.footer_checksum == crc32c(data[8:end]), "bad-checksum", "of the footer")
    footer.granules = [LOG_GRANULE.read(data, offset) for offset in range(LOG_FOOTER_SIZE, end, GRANULE_SIZE)]
    for granule in footer.granules:
        granule.is_ordered, granule.xid_last = bool(granule.xid_last >> 63), granule.xid_last & COUNT_MAX
        need(granule.xid_first <= granule.xid_last, "bad-value", f"xid_first {granule.xid_first}")
        if granule.xid_first:
            need(granule.time_first <= granule.time_last, "bad-value", f"time_first {granule.time_first}")
        else:
            is_none = (granule.xid_last, granule.time_first, granule.time_last) == (0, TIME_MAX, TIME_MIN)
            need(is_none, "bad-value", "times or XIDs without a commit")
    place.need_range(footer, "end_page", 1, END_PAGE_MAX)
    for before, granule in zip([None, *footer.granules], footer.granules):
        need(before is None or before.start_lsn < granule.start_lsn, "bad-order", f"granule at {lsn_text(granule.start_lsn)}")
        need(granule.start_lsn < footer.end_lsn, "bad-value", f"granule at {lsn_text(granule.start_lsn)}")
    LOG_FOOTER.need_zero_gaps(data, place)
    return footer


class LogSegment:
    """One segment, read as recovery would that has nothing else: what was durable must be there, what follows may be torn."""

    def __init__(self, file):
        self.file, place = file, file.at(0)
        self.header = header = decode_log_header(file.read(0, min(file.size, HEADER_SIZE)), place)
        place.need(header.segment_size <= file.size, "truncated", f"{file.size} bytes of {header.segment_size}")
        place.need(header.segment_size == file.size, "trailing-bytes", f"{file.size} bytes, not {header.segment_size}")
        self.frames_end = header.segment_size - LOG_FOOTER_AREA_SIZE
        self.offset, self.end, self.previous_sum = HEADER_SIZE, header.start_lsn, header.previous_sum
        self.xid_max, self.time_max = header.xid_max, header.time_max
        self.durable = self.find_durable()
        self.end_failure = None
        self.granules = []  # of each frame with records: what the footer may say of it

    def find_durable(self):
        durable = 0
        for offset in range(HEADER_SIZE, self.header.segment_size, LOG_PAGE_SIZE):
            data = self.file.read(offset, FRAME_HEADER_SIZE)
            if has_frame_sum(data):
                with contextlib.suppress(Damage):
                    frame = decode_frame_header(data, self.file.at(offset))
                    if (frame.timeline_id, frame.salt) == (self.header.timeline_id, self.header.salt):
                        durable = max(durable, frame.durable_lsn)
        return durable

    def frames(self):
        """Each frame with its records, to the end of the stream."""
        while self.offset < self.frames_end:
            try:
                frame, payload = self.read_frame()
            except Damage as damage:
                if self.end < self.durable:
                    raise
                self.end_failure = damage.name
                return
            place, start = self.file.at(self.offset), self.end
            records = list(self.records(frame, payload, place))
            place.need(frame.time_max == self.time_max, "bad-reference", f"time_max {frame.time_max}")
            place.need(frame.xid_max == self.xid_max, "bad-reference", f"xid_max {frame.xid_max}")
            place.need(frame.record_count == len(records), "bad-reference", f"record_count {frame.record_count}")
            self.offset += -(-(FRAME_HEADER_SIZE + frame.payload_size) // LOG_PAGE_SIZE) * LOG_PAGE_SIZE
            self.end, self.previous_sum = start + frame.payload_size, frame.header_checksum
            yield {**{name: value for name, value in vars(frame).items() if name != "magic"}, "records": records}

    def read_frame(self):
        place, header = self.file.at(self.offset), self.header
        frame = decode_frame_header(self.file.read(self.offset, FRAME_HEADER_SIZE), place)
        need = place.need
        is_ours = (frame.salt, frame.timeline_id, frame.epoch) == (header.salt, header.timeline_id, header.epoch)
        need(is_ours, "bad-identity", "a frame of another use of the file")
        need(frame.page * LOG_PAGE_SIZE == self.offset, "bad-identity", f"the frame of page {frame.page}")
        size = -(-(FRAME_HEADER_SIZE + frame.payload_size) // LOG_PAGE_SIZE) * LOG_PAGE_SIZE
        need(self.offset + size <= self.frames_end, "truncated", f"the frame ends at {self.offset + size}")
        need(frame.start_lsn == self.end, "bad-reference", f"start_lsn {lsn_text(frame.start_lsn)}, not {lsn_text(self.end)}")
        need(frame.previous_sum == self.previous_sum, "bad-reference", f"previous_sum {frame.previous_sum:08x}")
        data = self.file.read(self.offset + FRAME_HEADER_SIZE, size - FRAME_HEADER_SIZE)
        payload = data[:frame.payload_size]
        need(frame.payload_sum == crc32c(payload), "bad-checksum", "of the records")
        need(not any(data[frame.payload_size:]), "reserved-not-zero", "in the padding")
        return frame, payload

    def records(self, frame, payload, place):
        position, first, commits = 0, self.time_max, []
        while position < len(payload):
            record, body = decode_log_record(payload, position, place)
            description = describe_log_record(record, body, place)
            if record.type == COMMIT:
                place.need(description["xid"] > self.xid_max, "bad-order", f"xid {description['xid']} after {self.xid_max}")
                self.xid_max, self.time_max = description["xid"], max(self.time_max, description["time"])
                commits.append((description["xid"], description["time"]))
            position += 8 + record.body_size
            yield {"lsn": lsn_text(frame.start_lsn + position), "type": record.type, **description}
        if payload:
            self.granules.append((frame.start_lsn, first, commits))

    def read_footer(self):
        """The footer, if there is one of this use; the frames were read."""
        data, place = self.file.read(self.frames_end, LOG_FOOTER_AREA_SIZE), self.file.at(self.frames_end)
        if data[:4] != LOG_FOOTER_MAGIC:
            return None
        footer = decode_log_footer(data, place)
        if footer.salt != self.header.salt:
            return None
        is_end = (footer.end_lsn, footer.end_page * LOG_PAGE_SIZE) == (self.end, self.offset)
        place.need(is_end, "bad-reference", f"the frames end at {lsn_text(self.end)}, offset {self.offset}")
        starts = [granule.start_lsn for granule in footer.granules]
        frame_starts = {start for start, _, _ in self.granules}
        is_covered = starts[:1] == ([self.header.start_lsn] if self.granules else []) and frame_starts.issuperset(starts)
        place.need(is_covered, "bad-reference", "the granules do not start where frames do")
        for granule, end in zip(footer.granules, [*starts[1:], footer.end_lsn]):
            covered = [frame for frame in self.granules if granule.start_lsn <= frame[0] < end]
            commits = [commit for _, _, each in covered for commit in each]
            xids, times = [xid for xid, _ in commits] or [0], [time for _, time in commits]
            expected = (covered[0][1], min(times, default=TIME_MAX), max(times, default=TIME_MIN), xids[0], xids[-1])
            found = (granule.time_max_before, granule.time_first, granule.time_last, granule.xid_first, granule.xid_last)
            place.need(found == expected, "bad-reference", f"the granule at {lsn_text(granule.start_lsn)}")
        return footer


def describe_log_footer(footer):
    skipped = ("magic", "footer_checksum", "granule_count")
    return {**{name: value for name, value in vars(footer).items() if name not in skipped}, "granules": [vars(g) for g in footer.granules]}


def decode_log_segment(file):
    segment = LogSegment(file)
    body = {"frames": list(segment.frames())}
    body["end"] = {"offset": segment.offset, "lsn": lsn_text(segment.end), "failure": segment.end_failure}
    footer = segment.read_footer()
    if footer:
        body["footer"] = describe_log_footer(footer)
    return segment.header, {"file": "log segment", "header": describe(segment.header), **body}


# The store -----------------------------------------------------------------------------------------------------------
# Its pages and rows, one at a time: a database is read by its own program.

STORE_PAGE_SIZE, PAGE_BODY_SIZE, PAGE_HEADER_SIZE = 16 * KIB, 16 * KIB - 64, 64
PAGE_COUNT_MAX = COUNT_MAX // STORE_PAGE_SIZE
POINTER_SIZE, POINTER_COUNT_MAX, SPACE_PAGE_COVERAGE = 32, 510, 65280
KEY_SIZE_MAX, INLINE_VALUE_SIZE_MAX, VALUE_SIZE_MAX, OVERFLOW_MARK = 2048, 4000, 64 * MIB, 0xFFFF
STORE_FILE_MAGIC, SUPERBLOCK_MAGIC = bytes.fromhex("894745500D0A1A0A"), bytes.fromhex("894745530D0A1A0A")
LEAF, INNER, OVERFLOW, SPACE = 1, 2, 3, 4

BLOCK_POINTER = Layout("BlockPointer", 0, POINTER_SIZE, (0, "Q", "page_number"), (8, "Q", "birth"), (16, "16s", "hash"))
STORE_FILE_HEADER = Layout(
    "StoreFileHeader", 0, STORE_PAGE_SIZE,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (12, "I", "page_size"), (16, "Q", "features_compatible"),
    (24, "Q", "features_read_only"), (32, "Q", "features_incompatible"), (40, "16s", "database_id"), (56, "16s", "file_id"),
    (72, "I", "graph_id"), (80, "q", "created"), (16380, "I", "header_checksum"))
SUPERBLOCK = Layout(
    "Superblock", 0, STORE_PAGE_SIZE,
    (0, "8s", "magic"), (8, "I", "slot"), (12, "I", "epoch"), (16, "Q", "generation"), (24, "Q", "previous_generation"),
    (32, "16s", "database_id"), (48, "16s", "incarnation_id"), (64, "16s", "timeline_id"), (80, "Q", "checkpoint_lsn"), (88, "q", "time"),
    (96, "16s", "catalog_file_id"), (112, "32s", "catalog_root"), (144, "32s", "catalog_space"), (176, "Q", "catalog_page_count"),
    (16380, "I", "superblock_checksum"))
STORE_PAGE_HEADER = Layout(
    "StorePageHeader", 0, PAGE_HEADER_SIZE,
    (0, "4s", "magic"), (4, "I", "page_checksum"), (8, "B", "kind"), (9, "B", "level"), (10, "H", "entry_count"),
    (12, "H", "content_start"), (16, "Q", "page_number"), (24, "Q", "birth"), (32, "16s", "file_id"), (48, "Q", "extent"))
STORE_CELL_HEADER = Layout("StoreCellHeader", 0, 4, (0, "H", "key_size"), (2, "H", "value_size"))
OVERFLOW_REFERENCE = Layout("OverflowReference", 0, 40, (0, "Q", "value_size"), (8, "32s", "root"))
GRAPH_RECORD = Layout(
    "GraphRecord", 0, 112,
    (0, "32s", "root"), (32, "32s", "space"), (64, "Q", "page_count"), (72, "Q", "generation"), (80, "Q", "checkpoint_lsn"),
    (88, "16s", "file_id"), (104, "I", "file_number"))
DATABASE_RECORD = Layout("DatabaseRecord", 0, 8, (0, "I", "next_graph_id"))
STORE_ANCESTOR = Layout("StoreAncestor", 0, 24, (0, "16s", "incarnation_id"), (16, "Q", "generation"))
RECOVERY_POINT_RECORD = Layout("RecoveryPoint", 0, 24, (0, "Q", "lsn"), (8, "Q", "xid"), (16, "q", "time"))


def read_pointer(data, place, may_be_none=False):
    if may_be_none and not any(data):
        return None
    pointer = BLOCK_POINTER.read(data)
    place.need_range(pointer, "page_number", 1, PAGE_COUNT_MAX)
    place.need_range(pointer, "birth", 1, COUNT_MAX)
    return vars(pointer)


def read_sealed_page(layout, magic, data, place):
    """A header or superblock: its sum is its last four bytes."""
    place.need(len(data) >= STORE_PAGE_SIZE, "truncated", f"{len(data)} bytes of {STORE_PAGE_SIZE}")
    fields = layout.read(data)
    place.need(fields.magic == magic, "bad-magic", f"starts with {fields.magic.hex()}")
    checksum = int.from_bytes(data[STORE_PAGE_SIZE - 4:STORE_PAGE_SIZE], "little")
    place.need(checksum == crc32c(data[:STORE_PAGE_SIZE - 4]), "bad-checksum", "of the page")
    return fields


def decode_store_header(data, place):
    header = read_sealed_page(STORE_FILE_HEADER, STORE_FILE_MAGIC, data, place)
    place.need(header.version_major == VERSION_MAJOR, "bad-version", f"major version {header.version_major}")
    place.need(not header.features_incompatible, "bad-feature", f"features {header.features_incompatible:#x}")
    place.need(header.page_size == STORE_PAGE_SIZE, "bad-value", f"page_size {header.page_size}")
    place.need(header.database_id != NO_ID and header.file_id != NO_ID, "bad-value", "an id is zero")
    STORE_FILE_HEADER.need_zero_gaps(data, place)
    return vars(header)


def decode_superblock(data, place, slot):
    superblock = read_sealed_page(SUPERBLOCK, SUPERBLOCK_MAGIC, data, place)
    place.need_range(superblock, "slot", 1, 4)
    place.need_range(superblock, "generation", 1, COUNT_MAX)
    place.need_range(superblock, "previous_generation", 0, superblock.generation - 1)
    ids = (superblock.database_id, superblock.incarnation_id, superblock.timeline_id, superblock.catalog_file_id)
    place.need(NO_ID not in ids, "bad-value", "an id is zero")
    place.need(superblock.epoch > 0, "bad-value", "epoch is 0")
    superblock.catalog_root = read_pointer(superblock.catalog_root, place)
    superblock.catalog_space = read_pointer(superblock.catalog_space, place)
    place.need_range(superblock, "catalog_page_count", 6, PAGE_COUNT_MAX)
    SUPERBLOCK.need_zero_gaps(data, place)
    place.need(superblock.slot == slot, "bad-identity", f"slot {superblock.slot} in slot {slot}")
    return vars(superblock)


def decode_store_page(data, place, number):
    """A page that is no header and no superblock, and what is in it."""
    need = place.need
    need(len(data) >= STORE_PAGE_SIZE, "truncated", f"{len(data)} bytes of {STORE_PAGE_SIZE}")
    page = STORE_PAGE_HEADER.read(data)
    need(page.magic == b"GTPG", "bad-magic", f"starts with {page.magic.hex()}")
    need(page.page_checksum == crc32c(data[8:STORE_PAGE_SIZE]), "bad-checksum", "of the page")
    place.need_range(page, "kind", LEAF, SPACE)
    has_cells, is_data = page.kind in (LEAF, INNER), page.kind in (OVERFLOW, SPACE) and not page.level
    least, most = {LEAF: (0, 0), INNER: (1, 20)}.get(page.kind, (0, 3))
    place.need_range(page, "level", least, most)
    place.need_range(page, "entry_count", int(not is_data), PAGE_BODY_SIZE if has_cells else 0 if is_data else POINTER_COUNT_MAX)
    place.need_range(page, "content_start", PAGE_HEADER_SIZE, STORE_PAGE_SIZE if has_cells else PAGE_HEADER_SIZE)
    place.need_range(page, "page_number", 1, PAGE_COUNT_MAX)
    place.need_range(page, "birth", 1, COUNT_MAX)
    need(page.file_id != NO_ID, "bad-value", "file_id is zero")
    least, most = {OVERFLOW: (1, VALUE_SIZE_MAX if page.level else PAGE_BODY_SIZE), SPACE: (0, PAGE_COUNT_MAX)}.get(page.kind, (0, 0))
    place.need_range(page, "extent", least, most)
    STORE_PAGE_HEADER.need_zero_gaps(data, place)
    body = data[PAGE_HEADER_SIZE:STORE_PAGE_SIZE]
    if has_cells:
        content = {"cells": list(read_cells(page, data, place))}
    elif page.level:
        end = page.entry_count * POINTER_SIZE
        content = {"pointers": [read_child(page, body[at:at + POINTER_SIZE], place) for at in range(0, end, POINTER_SIZE)]}
        need(not any(body[end:]), "reserved-not-zero", "behind the pointers")
    elif page.kind == OVERFLOW:
        need(not any(body[page.extent:]), "reserved-not-zero", "behind the value")
        content = {"data_sha256": hashlib.sha256(body[:page.extent]).digest()}
    else:
        need(page.extent % SPACE_PAGE_COVERAGE == 0, "bad-value", f"extent {page.extent}")
        states = [byte >> shift & 3 for byte in body for shift in (0, 2, 4, 6)]
        need(3 not in states, "bad-value", "a page is in state 3")
        used, freed = ([page.extent + at for at, state in enumerate(states) if state == wanted] for wanted in (1, 2))
        content = {"used": used, "freed": freed}
    need(page.page_number == number, "bad-identity", f"page {page.page_number} in the place of {number}")
    return {**vars(page), **content}


def read_child(page, data, place):
    pointer = read_pointer(data, place)
    place.need(pointer["birth"] <= page.birth, "bad-value", "a child is younger than its parent")
    return pointer


def read_cells(page, data, place):
    need = place.need
    offsets_end = PAGE_HEADER_SIZE + 2 * page.entry_count
    need(offsets_end <= page.content_start, "truncated", "the cells have no room")
    need(not any(data[offsets_end:page.content_start]), "reserved-not-zero", "before the cells")
    at, last_key = page.content_start, None
    for number, (offset,) in enumerate(struct.iter_unpack("<H", data[PAGE_HEADER_SIZE:offsets_end])):
        need(offset == at, "bad-reference", f"cell {number} is at {at}, not {offset}")
        need(at + 4 <= STORE_PAGE_SIZE, "truncated", f"cell {number}")
        cell = STORE_CELL_HEADER.read(data, at)
        has_key = bool(number) or page.kind == LEAF
        need(has_key <= cell.key_size <= (KEY_SIZE_MAX if has_key else 0), "bad-value", f"key_size {cell.key_size}")
        is_large = page.kind == LEAF and cell.value_size == OVERFLOW_MARK
        value_at = at + 4 + cell.key_size
        at = value_at + (40 if is_large else cell.value_size)
        need(at <= STORE_PAGE_SIZE, "truncated", f"cell {number}")
        key, value = bytes(data[value_at - cell.key_size:value_at]), bytes(data[value_at:at])
        if page.kind == INNER:
            need(len(value) == POINTER_SIZE, "bad-value", f"value_size {len(value)}")
            content = {"pointer": read_child(page, value, place)}
        elif is_large:
            reference = OVERFLOW_REFERENCE.read(value)
            need(reference.value_size <= VALUE_SIZE_MAX, "too-large", f"value_size {reference.value_size}")
            place.need_range(reference, "value_size", INLINE_VALUE_SIZE_MAX + 1, VALUE_SIZE_MAX)
            content = {"value_size": reference.value_size, "root": read_child(page, reference.root, place)}
        else:
            need(len(value) <= INLINE_VALUE_SIZE_MAX, "bad-value", f"value_size {len(value)}")
            content = {"value": value}
        need(last_key is None or last_key < key, "bad-order", f"the key of cell {number}")
        last_key = key
        yield {"key": key, **content}
    need(at == STORE_PAGE_SIZE, "trailing-bytes", "behind the last cell")


def decode_recovery_point(name, value, place):
    place.need(1 <= len(name) <= 255 and is_utf8(name), "bad-value", "not a name")
    place.need(len(value) >= 24, "truncated", f"{len(value)} bytes of 24")
    place.need(len(value) == 24, "trailing-bytes", f"{len(value)} bytes of 24")
    point = RECOVERY_POINT_RECORD.read(value)
    place.need(point.lsn > 0, "bad-value", "lsn is 0")
    place.need_range(point, "xid", 1, COUNT_MAX)
    return {"name": bytes(name), **vars(point)}


def decode_catalog_row(key, value, place):
    need = place.need
    if key[:1] == b"\x04":
        return decode_recovery_point(key[1:], value, place)
    layout = {(1, 5): GRAPH_RECORD, (2, 1): DATABASE_RECORD, (3, 5): STORE_ANCESTOR}.get((key[0] if key else 0, len(key)))
    need(layout, "bad-value", f"key {key.hex()}")
    size = {GRAPH_RECORD: 112, DATABASE_RECORD: 8, STORE_ANCESTOR: 24}[layout]
    need(len(value) >= size, "truncated", f"{len(value)} bytes of {size}")
    need(layout is not STORE_ANCESTOR or len(value) == size, "trailing-bytes", f"{len(value)} bytes of {size}")
    need(len(value) - size <= 64 * KIB, "too-large", "attributes")
    record, number, rest = layout.read(value), int.from_bytes(key[1:], "big"), bytes(value[size:])
    if layout is STORE_ANCESTOR:
        need(record.incarnation_id != NO_ID, "bad-value", "incarnation_id is zero")
        place.need_range(record, "generation", 1, COUNT_MAX)
        return {"ordinal": number, **vars(record)}
    if layout is DATABASE_RECORD:
        place.need_range(record, "next_graph_id", 1, NUMBER_MAX)
        layout.need_zero_gaps(value, place)
        return {**vars(record), "attributes": rest}
    record.root, record.space = read_pointer(record.root, place, may_be_none=True), read_pointer(record.space, place)
    place.need_range(record, "page_count", 2, PAGE_COUNT_MAX)
    place.need_range(record, "generation", 1, COUNT_MAX)
    place.need_range(record, "file_number", 1, NUMBER_MAX)
    need(record.file_id != NO_ID, "bad-value", "file_id is zero")
    layout.need_zero_gaps(value, place)
    return {"graph_id": number, **vars(record), "attributes": rest}


# The rows of a graph -------------------------------------------------------------------------------------------------

NODE, RELATIONSHIP, LABEL_NODE, OUTGOING, INCOMING, LABEL_COUNT, TYPE_COUNT, NAME_NUMBER, NUMBER_NAME, COUNTERS = range(1, 11)
GRAPH_KEYS = {
    NODE: ("Q", "node_id"), RELATIONSHIP: ("Q", "relationship_id"), LABEL_NODE: ("IQ", "label node_id"),
    OUTGOING: ("QIQ", "node_id type relationship_id"), INCOMING: ("QIQ", "node_id type relationship_id"), LABEL_COUNT: ("I", "number"),
    TYPE_COUNT: ("I", "number"), NUMBER_NAME: ("BI", "kind number"), COUNTERS: ("", "")}
COUNTER_NAMES = ("next_node", "next_relationship", "next_label", "next_type", "next_key", "nodes", "relationships")
NOT_A_NUMBER = 0x7FF8000000000000


def decode_graph_row(key, value, place):
    keyspace, rest = (key[0], key[1:]) if key else (0, b"")
    row = decode_graph_key(keyspace, rest, place)
    cursor = Cursor(value, place)
    if keyspace == NODE:
        labels = [cursor.count(1, NUMBER_MAX) for _ in range(counted(cursor, 1))]
        place.need(all(one < other for one, other in zip(labels, labels[1:])), "bad-order", "labels do not ascend")
        row.update(labels=labels, properties=read_properties(cursor))
    elif keyspace == RELATIONSHIP:
        row.update(type=cursor.count(1, NUMBER_MAX), start_node=cursor.count(1), end_node=cursor.count(1))
        row["properties"] = read_properties(cursor)
    elif keyspace in (OUTGOING, INCOMING):
        row["other_node"] = int.from_bytes(cursor.take(8), "big")
        place.need(1 <= row["other_node"] <= COUNT_MAX, "bad-value", f"node {row['other_node']}")
    elif keyspace in (LABEL_COUNT, TYPE_COUNT):
        row["count"] = cursor.count(1)
    elif keyspace == NAME_NUMBER:
        row["number"] = int.from_bytes(cursor.take(4), "big")
        place.need(row["number"], "bad-value", "number 0")
    elif keyspace == NUMBER_NAME:
        place.need(1 <= len(value) <= 255 and is_utf8(bytes(value)), "bad-value", "not a name")
        row["name"] = bytes(cursor.take(len(value)))
    elif keyspace == COUNTERS:
        row.update((name, cursor.count(int(name.startswith("next_")))) for name in COUNTER_NAMES)
        place.need(max(row["next_label"], row["next_type"], row["next_key"]) <= 1 << 32, "bad-value", "a number beyond the last")
        is_possible = row["nodes"] < row["next_node"] and row["relationships"] < row["next_relationship"]
        place.need(is_possible, "bad-value", "more than were given ids")
    place.need(cursor.position == len(value), "trailing-bytes", f"{len(value) - cursor.position} bytes")
    return row


def decode_graph_key(keyspace, rest, place):
    need = place.need
    if keyspace == NAME_NUMBER:
        need(len(rest) >= 2, "truncated", "the key")
        need(len(rest) <= 256, "trailing-bytes", "the key")
        row = {"kind": rest[0], "name": bytes(rest[1:])}
        need(is_utf8(row["name"]), "bad-value", "the name is not UTF-8")
    else:
        need(keyspace in GRAPH_KEYS, "bad-value", f"keyspace {keyspace}")
        code, names = GRAPH_KEYS[keyspace]
        need(len(rest) >= struct.calcsize(">" + code), "truncated", "the key")
        need(len(rest) == struct.calcsize(">" + code), "trailing-bytes", "the key")
        row = dict(zip(names.split(), struct.unpack(">" + code, rest)))
        need(all(1 <= number <= COUNT_MAX for number in row.values()), "bad-value", "a number in the key")
    need(row.get("kind", 1) in (1, 2, 3), "bad-value", "kind of a name")
    return {"keyspace": keyspace, **row}


# What a database keeps in the catalog and in the log -------------------------------------------------------------------

GRAPH_CREATED, GRAPH_DROPPED, NAME, PUT_NODE, DELETE_NODE, PUT_RELATIONSHIP, DELETE_RELATIONSHIP, PART, RECOVERY_POINT = range(64, 73)


def decode_graph_attributes(data, place):
    cursor = Cursor(data, place)
    attributes = {"fingerprint": bytes(cursor.take(16)), "name": cursor.text(1, 255)}
    cursor.end()
    return attributes


def decode_database_attributes(data, place):
    if not data:
        return {}
    cursor = Cursor(data, place)
    attributes = {"xid": cursor.count(1), "time": cursor.zigzag()}
    cursor.end()
    return attributes


def decode_database_record(data, place):
    """A record of the log, whole, and what the database put into it."""
    record, body = decode_log_record(data, 0, place)
    place.need(len(data) == 8 + len(body), "trailing-bytes", "after the record")
    if record.type == COMMIT:
        commit = describe_log_record(record, body[:16], place)
        return {"type": COMMIT, "xid": commit["xid"], "time": commit["time"], "fingerprints": read_fingerprints(Cursor(body[16:], place))}
    return {"type": record.type, **read_redo(record.type, Cursor(body, place), place)}


def read_fingerprints(cursor):
    fingerprints, last_graph = [], 0
    for _ in range(counted(cursor, 17)):
        graph = cursor.count(1, NUMBER_MAX)
        cursor.place.need(graph > last_graph, "bad-order", "graphs do not ascend")
        fingerprints.append({"graph_id": graph, "fingerprint": bytes(cursor.take(16))})
        last_graph = graph
    cursor.end()
    return fingerprints


def read_redo(kind, cursor, place):
    """The rest of a redo record; a row stands for itself, as if no part came before."""
    place.need(GRAPH_CREATED <= kind <= RECOVERY_POINT, "bad-value", f"redo record {kind}")
    if kind == PART:
        return {"body": rest_of(cursor)}
    redo = {} if kind == RECOVERY_POINT else {"graph_id": cursor.count(1, NUMBER_MAX)}
    if kind == NAME:
        redo.update(kind=cursor.enum(3), number=cursor.count(1, NUMBER_MAX))
    elif PUT_NODE <= kind < PART:
        number, what = cursor.count(1), "node_id" if kind in (PUT_NODE, DELETE_NODE) else "relationship_id"
        if kind in (PUT_NODE, PUT_RELATIONSHIP):
            keyspace = NODE if kind == PUT_NODE else RELATIONSHIP
            redo["row"] = decode_graph_row(bytes([keyspace]) + number.to_bytes(8, "big"), rest_of(cursor), place)
        else:
            redo[what] = number
    if kind in (GRAPH_CREATED, NAME, RECOVERY_POINT):
        redo["name"] = rest_of(cursor)
        place.need(1 <= len(redo["name"]) <= 255 and is_utf8(redo["name"]), "bad-value", "not a name")
    cursor.end()
    return redo


def rest_of(cursor):
    return bytes(cursor.take(len(cursor.data) - cursor.position))


def counted(cursor, least_size):
    """A count of things that take at least so many bytes each."""
    count = cursor.count()
    cursor.place.need(count * least_size <= len(cursor.data) - cursor.position, "truncated", f"{count} things")
    return count


def read_properties(cursor):
    properties, last_key = [], 0
    for _ in range(counted(cursor, 2)):
        key, value = cursor.count(1, NUMBER_MAX), read_value(cursor, 0)
        cursor.place.need(key > last_key, "bad-order", "keys do not ascend")
        cursor.place.need(value["type"] != 1, "bad-value", "a property is null")
        properties.append({"key": key, "value": value})
        last_key = key
    return properties


def read_value(cursor, depth):
    need, kind = cursor.place.need, cursor.u8()
    value = {"type": kind}
    if kind == 2:
        value["value"] = cursor.u8()
        need(value["value"] <= 1, "bad-value", "a boolean")
        value["value"] = bool(value["value"])
    elif kind == 3:
        value["value"] = cursor.zigzag()
    elif kind == 4:
        bits = int.from_bytes(cursor.take(8), "little")
        is_number = bits & 0x7FF0000000000000 != 0x7FF0000000000000 or not bits & 0xFFFFFFFFFFFFF
        need(is_number or bits == NOT_A_NUMBER, "bad-value", "another not-a-number")
        value["bits"] = f"{bits:016x}"
    elif kind == 5:
        value["value"] = cursor.text(0, VALUE_SIZE_MAX)
    elif kind == 6:
        value["value"] = bytes(cursor.bytes(0, VALUE_SIZE_MAX))
    elif kind == 7:
        value.update(nanoseconds=cursor.zigzag(), offset_seconds=cursor.zigzag(), zone=cursor.text(0, 64))
        need(abs(value["offset_seconds"]) <= 64800, "bad-value", "offset")
    elif kind == 8:
        need(depth < 8, "too-large", "lists too deep")
        value["items"] = [read_value(cursor, depth + 1) for _ in range(counted(cursor, 1))]
    else:
        need(kind == 1, "bad-value", f"type {kind} of a value")
    return value


# WAL archive: wal-archive.md -----------------------------------------------------------------------------------------

COVERED_MAGIC = bytes.fromhex("894745430D0A1A0A")
LOG_OBJECT_PLAIN_SIZE_MAX, LOG_OBJECT_FILE_SIZE_MAX, GROUP_SIZE_MAX = 64 * MIB, 128 * MIB, 4096
COVERED_SIZE = 128

WAL_ARCHIVE_SECTION = Layout("LogArchiveSection", 256, 1280, (256, "16s", "database_id"), (272, "H", "group_size"))
LOG_OBJECT_SECTION = Layout(
    "LogObjectSection", 256, 1280,
    (256, "16s", "timeline_id"), (272, "16s", "database_id"), (288, "Q", "start_lsn"), (296, "Q", "end_lsn"), (304, "I", "epoch"),
    (308, "I", "group"), (312, "H", "group_size"), (314, "H", "ordinal"), (320, "32s", "previous_root_hash"))
LOG_OBJECT_FOOTER = Layout(
    "LogObjectFooter", 0, 160,
    (0, "96s", "object"), (96, "I", "block_count"), (100, "I", "entry_count"), (104, "I", "group_count"), (108, "I", "point_count"),
    (112, "q", "time_max"), (120, "Q", "commit_lsn"), (128, "Q", "commit_xid"), (136, "q", "commit_time"),
    (144, "Q", "previous_group_start"), (152, "H", "open_name_size"))
LOG_OBJECT_BLOCK = Layout(
    "LogObjectBlock", 0, 104,
    (0, "48s", "granule"), (48, "Q", "commit_lsn_before"), (56, "Q", "commit_xid_before"), (64, "q", "commit_time_before"),
    (72, "Q", "offset"), (80, "I", "stored_size"), (84, "I", "plain_size"), (88, "16s", "payload_sum"))
LOG_OBJECT_ENTRY = Layout(
    "LogObjectEntry", 0, 104,
    (0, "48s", "granule"), (48, "Q", "end_lsn"), (56, "Q", "file_size"), (64, "I", "point_count"), (72, "32s", "root_hash"))
LOG_GROUP_ENTRY = Layout(
    "LogGroupEntry", 0, 72, (0, "48s", "granule"), (48, "Q", "end_lsn"), (56, "Q", "last_start_lsn"), (64, "Q", "point_count"))
LOG_OBJECT_POINT = Layout("LogObjectPoint", 0, 26, (0, "Q", "lsn"), (8, "Q", "xid"), (16, "q", "time"), (24, "H", "name_size"))
LOG_COVERED = Layout(
    "LogCovered", 0, COVERED_SIZE,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (16, "Q", "features_compatible"),
    (24, "Q", "features_incompatible"), (32, "16s", "database_id"), (48, "16s", "timeline_id"), (64, "Q", "lsn"), (72, "q", "time"),
    (124, "I", "covered_checksum"))


def check_wal_archive_section(header, place):
    place.need(header.section.database_id != NO_ID, "bad-value", "database_id is zero")
    place.need_range(header.section, "group_size", 1, GROUP_SIZE_MAX)


def check_log_object_section(header, place):
    section = header.section
    place.need(section.timeline_id != NO_ID, "bad-value", "timeline_id is zero")
    place.need(section.database_id != NO_ID, "bad-value", "database_id is zero")
    place.need(section.end_lsn > section.start_lsn, "bad-value", f"end_lsn {lsn_text(section.end_lsn)}")
    place.need(section.end_lsn - section.start_lsn <= LOG_OBJECT_PLAIN_SIZE_MAX, "too-large", "bytes of records")
    place.need(section.epoch, "bad-value", "epoch is 0")
    place.need_range(section, "group_size", 1, GROUP_SIZE_MAX)
    place.need_range(section, "ordinal", 0, section.group_size - 1)
    is_first = not section.group and not section.ordinal
    place.need(is_first != any(section.previous_root_hash), "bad-value", "previous_root_hash")


KIND_SECTIONS[WAL_ARCHIVE] = (WAL_ARCHIVE_SECTION, check_wal_archive_section)
KIND_SECTIONS[WAL_OBJECT] = (LOG_OBJECT_SECTION, check_log_object_section)


def decode_covered(data, place):
    need = place.need
    need(len(data) >= COVERED_SIZE, "truncated", f"{len(data)} bytes of {COVERED_SIZE}")
    need(len(data) == COVERED_SIZE, "trailing-bytes", f"{len(data)} bytes")
    note = LOG_COVERED.read(data)
    need(note.covered_checksum == crc32c(data[:124]), "bad-checksum", "of the note")
    need(note.version_major == VERSION_MAJOR, "bad-version", f"major version {note.version_major}")
    need(not note.features_incompatible, "bad-feature", f"features {note.features_incompatible:#x}")
    need(note.database_id != NO_ID and note.timeline_id != NO_ID, "bad-value", "an id is zero")
    need(note.time >= 0, "bad-value", f"time {note.time}")
    LOG_COVERED.need_zero_gaps(data, place)
    return note


def decode_granule(data, place):
    granule = LOG_GRANULE.read(data)
    granule.is_ordered, granule.xid_last = bool(granule.xid_last >> 63), granule.xid_last & COUNT_MAX
    place.need(granule.is_ordered, "bad-value", "XIDs out of order")
    place.need(granule.xid_first <= granule.xid_last, "bad-value", f"xid_first {granule.xid_first}")
    if granule.xid_first:
        place.need(granule.time_first <= granule.time_last, "bad-value", f"time_first {granule.time_first}")
    else:
        is_none = (granule.xid_last, granule.time_first, granule.time_last) == (0, TIME_MAX, TIME_MIN)
        place.need(is_none, "bad-value", "times or XIDs without a commit")
    return granule


class Stretches:
    """Stretches of a timeline that follow each other, and all of them as one."""

    def __init__(self, place):
        self.place, self.all, self.point_count, self.end = place, None, 0, None

    def add(self, granule, end, point_count=0):
        need = self.place.need
        need(end > granule.start_lsn, "bad-order", f"a stretch ends at {lsn_text(end)}")
        if self.all is None:
            self.all = types.SimpleNamespace(**vars(granule))
        else:
            need(granule.start_lsn == self.end, "bad-reference", f"a stretch starts at {lsn_text(granule.start_lsn)}")
            need(granule.time_max_before == self.time_max, "bad-reference", f"time_max_before {granule.time_max_before}")
            if granule.xid_last:
                need(granule.xid_first > self.all.xid_last, "bad-order", f"xid_first {granule.xid_first}")
                self.all.xid_first, self.all.xid_last = self.all.xid_first or granule.xid_first, granule.xid_last
                self.all.time_first = min(self.all.time_first, granule.time_first)
                self.all.time_last = max(self.all.time_last, granule.time_last)
        self.end, self.time_max = end, max(granule.time_max_before, granule.time_last)
        self.point_count += point_count


def read_table(cursor, count, layout, size):
    """The entries of a table of a log object's footer."""
    cursor.place.need(count * size <= len(cursor.data) - cursor.position, "truncated", f"{count} entries of {size} bytes")
    rows = []
    for _ in range(count):
        data = bytes(cursor.take(size))
        row = layout.read(data)
        layout.need_zero_gaps(data, cursor.place)
        row.granule = decode_granule(row.granule, cursor.place)
        rows.append(row)
    return rows


def read_point(cursor):
    point = LOG_OBJECT_POINT.read(bytes(cursor.take(26)))
    point.name = read_name(cursor, point.name_size)
    del point.name_size
    return point


def read_name(cursor, size):
    cursor.place.need(1 <= size <= 255, "bad-value", f"a name of {size} bytes")
    name = Text(cursor.take(size))
    cursor.place.need(is_utf8(name), "bad-value", "a name that is not UTF-8")
    return name


def decode_log_object_footer(data, header, place):
    need = place.need
    need(len(data) >= 160, "truncated", f"{len(data)} bytes of a footer")
    footer, section = LOG_OBJECT_FOOTER.read(data), header.section
    cursor = Cursor(data, place)
    cursor.take(160)
    footer.blocks = read_table(cursor, footer.block_count, LOG_OBJECT_BLOCK, 104)
    footer.entries = read_table(cursor, footer.entry_count, LOG_OBJECT_ENTRY, 104)
    footer.groups = read_table(cursor, footer.group_count, LOG_GROUP_ENTRY, 72)
    need(footer.point_count * 27 <= len(data) - cursor.position, "truncated", f"{footer.point_count} points")
    footer.points = [read_point(cursor) for _ in range(footer.point_count)]
    footer.open_name = read_name(cursor, footer.open_name_size) if footer.open_name_size else Text(b"")
    cursor.end()
    LOG_OBJECT_FOOTER.need_zero_gaps(data, place)
    need(footer.object == header.raw[256:352], "bad-reference", "the footer is of another object")
    need(footer.blocks, "bad-value", "no blocks")
    need(section.group or not footer.previous_group_start, "bad-value", "previous_group_start in the first group")
    need(footer.previous_group_start <= section.start_lsn, "bad-reference", "previous_group_start")
    footer.object = section
    check_log_blocks(footer, section, place)
    check_log_index(footer, section, place)
    before = section.start_lsn
    for point in footer.points:
        need(before < point.lsn <= section.end_lsn, "bad-order", f"a point at {lsn_text(point.lsn)}")
        need(footer.span.xid_first <= point.xid <= footer.span.xid_last and point.xid, "bad-reference", f"XID {point.xid} of a point")
        before = point.lsn
    return footer


def check_log_blocks(footer, section, place):
    stretches, offset = Stretches(place), HEADER_SIZE
    for number, block in enumerate(footer.blocks):
        place.need(block.offset == offset, "bad-value", f"offset {block.offset} of block {number}")
        place.need(8 <= block.stored_size <= STORED_PAYLOAD_SIZE_MAX, "bad-value", f"stored_size {block.stored_size}")
        place.need(8 <= block.plain_size <= MIB + 8, "bad-value", f"plain_size {block.plain_size}")
        stretches.add(block.granule, block.granule.start_lsn + block.plain_size)
        offset += BLOCK_HEADER_SIZE + block.stored_size
    place.need(footer.blocks[0].granule.start_lsn == section.start_lsn, "bad-reference", "the first block starts elsewhere")
    place.need(stretches.end == section.end_lsn, "bad-reference", "the last block ends elsewhere")
    place.need(stretches.time_max == footer.time_max, "bad-reference", f"time_max {footer.time_max}")
    place.need(offset == place.offset, "bad-reference", "the last block does not end at the footer")
    footer.span = stretches.all


def check_log_index(footer, section, place):
    need = place.need
    need(len(footer.entries) == section.ordinal, "bad-reference", f"entry_count {len(footer.entries)}")
    group = Stretches(place)
    for entry in footer.entries:
        need(HEADER_SIZE + TRAILER_SIZE <= entry.file_size <= LOG_OBJECT_FILE_SIZE_MAX, "bad-value", f"file_size {entry.file_size}")
        need(any(entry.root_hash), "bad-value", "root_hash is zero")
        group.add(entry.granule, entry.end_lsn, entry.point_count)
    if footer.entries:
        need(footer.entries[-1].root_hash == section.previous_root_hash, "bad-reference", "the last entry is not of the object before")
    group.add(footer.span, section.end_lsn, len(footer.points))
    is_last = section.ordinal == section.group_size - 1
    need(len(footer.groups) == (section.group + 1 if is_last else 0), "bad-reference", f"group_count {len(footer.groups)}")
    groups = Stretches(place)
    for entry in footer.groups:
        groups.add(entry.granule, entry.end_lsn, entry.point_count)
        need(entry.granule.start_lsn <= entry.last_start_lsn < entry.end_lsn, "bad-reference", "last_start_lsn")
    if footer.groups:
        own = footer.groups[-1]
        is_own = (own.granule, own.end_lsn, own.last_start_lsn, own.point_count) == (
            group.all, section.end_lsn, section.start_lsn, group.point_count)
        need(is_own, "bad-reference", "the last group is not that of the object")
        previous = footer.groups[-2].last_start_lsn if len(footer.groups) > 1 else 0
        need(previous == footer.previous_group_start, "bad-reference", "previous_group_start")


def decode_log_object(file, header):
    """Everything in a log object, records included, as a description."""
    trailer = read_trailer(file, header)
    block = read_footer(file, header, trailer)
    if not is_readable(header):
        return encrypted_description(trailer)
    footer = decode_log_object_footer(bytes(block.plain), header, block.place)
    records = []
    for number, row in enumerate(footer.blocks):
        last = footer.blocks[number + 1] if number + 1 < len(footer.blocks) else None
        after = (last.commit_lsn_before, last.commit_xid_before, last.commit_time_before) if last else (
            footer.commit_lsn, footer.commit_xid, footer.commit_time)
        records += read_log_block(file, header, number, row, after, block.place.offset)
    need_counts(trailer, len(footer.blocks) + 1, len(records))
    trailer.place.need(trailer.footer_offset == block.place.offset, "bad-reference", "footer_offset")
    need_root_hash(header, trailer, [block.plain])
    return {"footer": describe_log_object_footer(footer), "records": records, "trailer": describe(trailer)}


def read_log_block(file, header, number, row, after, end):
    """The records of a block, which must be what the footer says."""
    block = read_block(file, header, row.offset, number, end, (LOG_RECORDS_BLOCK,))
    need = block.place.need
    is_same = (block.stored_size, block.payload_sum, len(block.plain)) == (row.stored_size, row.payload_sum, row.plain_size)
    need(is_same, "bad-reference", "size or sum is not what the footer says")
    plain, position, records = bytes(block.plain), 0, []
    last, times = (row.commit_lsn_before, row.commit_xid_before, row.commit_time_before), []
    xids = []
    while position < len(plain):
        record, body = decode_log_record(plain, position, block.place)
        described = describe_log_record(record, body, block.place)
        position += 8 + len(body)
        lsn = row.granule.start_lsn + position
        records.append({"lsn": lsn_text(lsn), "type": record.type, **described})
        if record.type == COMMIT:
            need(described["xid"] > last[1], "bad-order", f"XID {described['xid']}")
            last = (lsn, described["xid"], described["time"])
            times.append(described["time"])
            xids.append(described["xid"])
    expected = (row.granule.time_first, row.granule.time_last, row.granule.xid_first, row.granule.xid_last)
    found = (min(times, default=TIME_MAX), max(times, default=TIME_MIN), min(xids, default=0), max(xids, default=0))
    need(expected == found and last == after, "bad-reference", "times, XIDs or last commit are not what the footer says")
    return records


def describe_log_object_footer(footer):
    skipped = ("block_count", "entry_count", "group_count", "point_count", "open_name_size", "span")
    tables = ("blocks", "entries", "groups", "points")
    described = {name: value for name, value in vars(footer).items() if name not in (*skipped, *tables)}
    described["object"] = vars(footer.object)
    for table in tables:
        rows = []
        for row in getattr(footer, table):
            fields = dict(vars(row))
            if "granule" in fields:
                fields["granule"] = vars(fields["granule"])
            rows.append(fields)
        described[table] = rows
    return described


# Export: export.md, access.md ----------------------------------------------------------------------------------------

EXPORT_KEY_SIZE_MAX = 512


def is_object_key(key):
    return all(1 <= len(part) <= 255 and not part.startswith(b".") and not has_control_character(part.decode("utf-8"))
               for part in key.split(b"/"))


def decode_export_directory(plain, place):
    """The objects with their places, and where they end."""
    cursor, objects, offset, keys = Cursor(plain, place), [], HEADER_SIZE, set()
    count = cursor.count(1)
    place.need(count <= (len(plain) - cursor.position) // 35, "truncated", f"{count} objects in {len(plain)} bytes")
    for _ in range(count):
        found = {"key": cursor.text(1, EXPORT_KEY_SIZE_MAX), "size": cursor.count(1), "hash": cursor.hash()}
        objects.append((offset, found))
        offset += found["size"]
    cursor.end()
    for _, found in objects:
        place.need(is_object_key(found["key"]), "bad-value", f"the key {shown(found['key'])}")
        place.need(found["key"] not in keys, "bad-order", f"the key {shown(found['key'])} twice")
        keys.add(found["key"])
    place.need(offset <= EXPORT_SIZE_MAX, "too-large", f"objects up to {offset}")
    place.need(offset == place.offset, "bad-reference", f"the objects end at {offset}")
    return objects


def decode_export(file, header):
    trailer = read_trailer(file, header)
    footer = read_footer(file, header, trailer)
    objects = decode_export_directory(footer.plain, footer.place)
    need_counts(trailer, 1, len(objects))
    need_root_hash(header, trailer, [footer.plain])
    for offset, found in objects:
        content, left = hashlib.sha256(), found["size"]
        while left:
            part = file.read(offset + found["size"] - left, min(left, MIB))
            content.update(part)
            left -= len(part)
        file.at(offset).need(content.digest() == found["hash"], "bad-checksum", f"object {shown(found['key'])}")
    return {"objects": [found for _, found in objects], "trailer": describe(trailer)}


ACCESS_MAGIC = bytes.fromhex("894745410D0A1A0A")
ACCESS_SIZE_MAX = 2 * MIB
ACCESS_RECORD = Layout(
    "AccessRecord", 0, 80,
    (0, "8s", "magic"), (8, "H", "version_major"), (10, "H", "version_minor"), (12, "B", "outcome"), (13, "B", "exit_code"),
    (16, "Q", "features_compatible"), (24, "Q", "features_incompatible"), (32, "16s", "repository_id"), (48, "q", "time"),
    (56, "Q", "duration"), (64, "Q", "user_id"), (72, "Q", "process_id"))


def decode_access(data, place):
    need = place.need
    need(len(data) >= 84, "truncated", f"{len(data)} bytes")
    need(len(data) <= ACCESS_SIZE_MAX, "too-large", f"{len(data)} bytes")
    record = ACCESS_RECORD.read(data)
    need(record.magic == ACCESS_MAGIC, "bad-magic", f"a record starts with {record.magic.hex()}")
    need(int.from_bytes(data[-4:], "little") == crc32c(data[:-4]), "bad-checksum", "of the record")
    need(record.version_major == VERSION_MAJOR, "bad-version", f"major version {record.version_major}")
    need(not record.features_incompatible, "bad-feature", f"features {record.features_incompatible:#x}")
    cursor = Cursor(data[80:-4], place)
    texts = {name: cursor.text() for name in ("host", "user", "sudo_user", "program", "command")}
    backups = [cursor.text(1) for _ in range(cursor.count(0, 4096))]
    cursor.end()
    need(1 <= record.outcome <= 3, "bad-value", f"outcome {record.outcome}")
    need(record.exit_code <= 99, "bad-value", f"exit_code {record.exit_code}")
    need(record.repository_id != NO_ID, "bad-value", "repository_id is zero")
    need(record.time >= 0, "bad-value", f"time {record.time}")
    for name, most in (("duration", COUNT_MAX), ("user_id", NUMBER_MAX), ("process_id", COUNT_MAX)):
        place.need_range(record, name, 0, most)
    for name, text in texts.items():
        need(not has_control_character(text.decode("utf-8")), "bad-value", f"{name} {shown(text)}")
    need(texts["command"], "bad-value", "command is empty")
    need(all(map(is_backup_name, backups)), "bad-value", "the name of a backup")
    ACCESS_RECORD.need_zero_gaps(data, place)
    return {**describe(record), **texts, "backups": backups}


# Commands ------------------------------------------------------------------------------------------------------------

def decode_file(file, keys=None):
    """The header of a file of any kind and a description of all that it holds."""
    start = file.read(0, min(file.size, len(TEXT_START)))
    if start.startswith(LOG_SEGMENT_MAGIC):
        header, description = decode_log_segment(file)
        return header, presentable(description)
    if start.startswith(TIMELINE_MAGIC):
        timeline = decode_timeline(file.read(0, min(file.size, HEADER_SIZE + 1)), file.at(0))
        return timeline, presentable({"file": "timeline", "timeline": describe(timeline)})
    if start.startswith(COVERED_MAGIC):
        note = decode_covered(file.read(0, min(file.size, COVERED_SIZE + 1)), file.at(0))
        return note, presentable({"file": "covered note", "note": describe(note)})
    if start.startswith(ACCESS_MAGIC):
        record = decode_access(file.read(0, min(file.size, ACCESS_SIZE_MAX + 1)), file.at(0))
        return record, presentable({"file": "access record", "record": record})
    second = file.read(TEXT_SIZE, len(HEADER_MAGIC)) if file.size >= TEXT_SIZE + len(HEADER_MAGIC) else b""
    if not start.startswith(HEADER_MAGIC) and (second == HEADER_MAGIC or start == TEXT_START):
        header = read_label(file)
        body = {"text": header.text}
    else:
        header = read_header(file)
        file.at(0).need(header.kind in FILE_DECODERS, "bad-kind", f"a {KIND_NAMES[header.kind]} file looks otherwise")
        unlock(header, file.at(0), keys)
        body = FILE_DECODERS[header.kind](file, header)
    head = {"file": KIND_NAMES[header.kind], "header": {**describe(header), **describe(header.section)}}
    return header, presentable({**head, **body})


FILE_DECODERS = {
    REPOSITORY: decode_repository, KEY_SLOT: decode_repository, MANIFEST: decode_manifest, SEGMENT: decode_segment, INDEX: decode_index,
    WAL_ARCHIVE: decode_repository, WAL_OBJECT: decode_log_object, EXPORT: decode_export}


def keys_around(path, secret):
    """The keys of the archive that a file lies in; None without a secret, or where the archive has none."""
    folder = os.path.dirname(os.path.realpath(path))
    while secret:
        if os.path.exists(os.path.join(folder, b"archive/repository")):
            return Archive(folder, secret).keys
        if folder == os.path.dirname(folder):
            raise Stop(12, f"{shown(path)} lies in no archive root, whose key slots could be opened")
        folder = os.path.dirname(folder)
    return None


def show_file(path, as_json, secret=None):
    with open_named(path) as file:
        description = decode_file(file, keys_around(path, secret))[1]
    if as_json:
        print(json.dumps(description, indent=2))
    else:
        print_description(description)


def show_recovered(path, secret):
    with open_named(path) as file:
        recovery, block_count, chunk_count = recover_segment(file, keys_around(path, secret)), 0, 0
        while True:
            try:
                block = next(recovery)
            except StopIteration as stop:
                is_whole = stop.value
                break
            print_description(presentable({"block": block}))
            block_count, chunk_count = block_count + 1, chunk_count + block["chunk_count"]
    print(f"{block_count} blocks, {chunk_count} chunks")
    return 0 if is_whole else 10


def open_named(path):
    try:
        return StoredFile(path, path)
    except (FileNotFoundError, NotADirectoryError):
        raise Stop(12, f"{shown(path)} does not exist") from None


def open_tree(path, check_index, secret):
    root, name = os.path.split(path)
    if not name:
        raise Stop(2, "name the backup: ROOT/NAME")
    archive = Archive(root or b".", secret)
    if check_index:
        archive.check_indexes()
    backup = archive.find_backup(name)
    return Tree(Chunks(archive, backup), backup)


def extract(path, target, check_index, secret):
    try:
        if os.listdir(target):
            raise Stop(13, f"{shown(target)} is not empty")
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        raise Stop(13, f"{shown(target)} exists and is not a directory") from None
    restore = Restore(open_tree(path, check_index, secret), target)
    restore.run()
    return 1 if restore.failure_count else 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("backup", metavar="ROOT/NAME", nargs="?", type=os.fsencode)
    parser.add_argument("--extract", metavar="DIR", type=os.fsencode)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check-index", action="store_true", help="compare the indexes with the segments first")
    parser.add_argument("--file", metavar="FILE", type=os.fsencode)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--recover", action="store_true")
    parser.add_argument("--key-file", metavar="FILE", type=os.fsencode, help="32 bytes, or 64 hexadecimal or 44 base64 digits")
    parser.add_argument("--passphrase-file", metavar="FILE", type=os.fsencode, help="its first line is the passphrase")
    options = parser.parse_args(arguments)
    on_backup, on_file = (options.extract, options.list, options.check_index), (options.json, options.recover)
    if bool(options.backup) == bool(options.file) or any(on_file if options.backup else on_backup):
        parser.error("either ROOT/NAME with --extract or --list, or --file")
    if options.backup and bool(options.extract) == options.list or options.json and options.recover:
        parser.error("exactly one thing to do")
    if options.key_file and options.passphrase_file:
        parser.error("a key file or a passphrase file")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # one descriptor for each segment, and for each level of a tree
    try:
        secret = read_key_file(options.key_file) if options.key_file else None
        secret = read_passphrase_file(options.passphrase_file) if options.passphrase_file else secret
        if options.recover:
            return show_recovered(options.file, secret)
        if options.file:
            return show_file(options.file, options.json, secret)
        if options.list:
            return list_tree(open_tree(options.backup, options.check_index, secret))
        return extract(options.backup, options.extract, options.check_index, secret)
    except Damage as damage:
        complain(damage)
        return 10
    except Stop as stop:
        complain(f"decode.py: {stop}")
        return stop.exit_code
    except (OSError, OverflowError) as error:
        complain(f"decode.py: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
