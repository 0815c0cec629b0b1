using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository;

/// <summary>A file that is about to be written.</summary>
/// <param name="Header">Its header, with a new id.</param>
/// <param name="Cipher">Encrypts it; null if it is plain.</param>
public readonly record struct NewFile(FileHeader Header, FileCipher? Cipher);
