using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Indexes;

/// <summary>Decodes pages of indexes, encrypted or not.</summary>
internal static class IndexPages
{
    /// <summary>Checks a page.</summary>
    /// <param name="page">Its bytes; decrypted in place.</param>
    /// <param name="number">Its number.</param>
    /// <param name="file">The index, if it is known.</param>
    /// <param name="cipher">Of the index; null if it is plain.</param>
    /// <exception cref="ArchiveFormatException">It is damaged, or another page.</exception>
    public static IndexPage Decode(Span<byte> page, uint number, FileId? file, FileCipher? cipher)
    {
        if (cipher is null || page.Length != IndexPage.Size)
        {
            return IndexPage.Decode(page, number, file);
        }

        return cipher.TryOpenPage(number, page)
            ? IndexPage.DecodeDecrypted(page, number, file)
            : throw new ArchiveFormatException(
                FormatError.BadChecksum, "index page", IndexPage.OffsetOf(number), "the page is damaged: its tag does not match");
    }
}
