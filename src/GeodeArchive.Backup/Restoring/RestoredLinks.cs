using System.Buffers.Binary;
using System.Security.Cryptography;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// The files with several names of which one has been restored: entries that differ only in their names were names of one file, see
/// format-spec/tree.md. Memory: about 150 bytes for each file of which names are still to come, or lie outside of the backup.
/// </summary>
internal sealed class RestoredLinks
{
    private readonly Dictionary<UInt128, Place> _places = [];
    private readonly FormatWriter _writer = new();

    /// <summary>The first name of the file that an entry is a further name of; null when it is the first one, which is noted.</summary>
    /// <param name="entry">An entry with a link count above 1, no directory.</param>
    /// <param name="here">Its own place.</param>
    public EntryPath? FindFirst(TreeEntry entry, EntryPath here)
    {
        var identity = IdentityOf(entry);
        if (!_places.TryGetValue(identity, out var place))
        {
            _places.Add(identity, new Place(here.Directory, here.Name!.Value, entry.LinkCount - 1));
            return null;
        }

        if (place.LeftCount == 1)
        {
            _places.Remove(identity);
        }
        else
        {
            _places[identity] = place with { LeftCount = place.LeftCount - 1 };
        }

        return new EntryPath(place.Directory, place.Name);
    }

    /// <summary>A hash of all that names of one file have in common, inode and device among it.</summary>
    private UInt128 IdentityOf(TreeEntry entry)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _writer.Clear();
        TreeEntryCodec.Encode(_writer, entry with { Name = "-"u8.ToArray() });
        SHA256.HashData(_writer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private readonly record struct Place(TreePath Directory, FileName Name, long LeftCount);
}
