using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The header of an encrypted file, and what encrypts the rest of it.</summary>
internal sealed record SealedFile(FileHeader Header, FileCipher Cipher);
