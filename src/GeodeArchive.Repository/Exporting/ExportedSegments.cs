using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Repository.Exporting;

/// <summary>
/// The segments of an export, copied as they are or packed again, and the indexes that lead to them. For one worker.
/// </summary>
public sealed class ExportedSegments
{
    // Some 60 bytes of memory each.
    private const int IndexEntryCountMax = 512 << 10;
    private const int PartCount = 3;

    private readonly Machine _machine;
    private readonly ExportWriter _export;
    private readonly ArchiveDomain _domain;
    private readonly SessionId _session;
    private readonly List<(ChunkPrefix Prefix, SegmentId Segment)> _entries = [];
    private readonly List<IndexSummary> _indexes = [];
    private readonly List<SegmentSummary> _packed = [];

    /// <summary>None yet.</summary>
    /// <param name="machine">Gives workers, time and ids.</param>
    /// <param name="export">Where they go.</param>
    /// <param name="domain">The domain that they are of.</param>
    /// <param name="session">Is named as the writer of what is made anew.</param>
    public ExportedSegments(Machine machine, ExportWriter export, ArchiveDomain domain, SessionId session)
    {
        _machine = machine;
        _export = export;
        _domain = domain;
        _session = session;
    }

    /// <summary>Segments that were packed again.</summary>
    public IReadOnlyList<SegmentSummary> Packed => _packed;

    /// <summary>The indexes of all that was copied and packed; complete after <see cref="Finish"/>.</summary>
    public IReadOnlyList<IndexSummary> Indexes => _indexes;

    /// <summary>Copies a segment as it is.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="table">What its footer says.</param>
    public void Copy(IObjectStore source, SegmentTable table)
    {
        _export.CopySegment(source, table);
        AddEntries(table.Segment.Id, table.Chunks);
    }

    /// <summary>
    /// Packs chunks of one kind again; <paramref name="fill"/> adds them to the packer. What is known of the chunks is in memory until this
    /// returns.
    /// </summary>
    public void Pack(SegmentKind kind, Action<ChunkPacker> fill)
    {
        var stored = new StoredSegments();
        using var parts = new BufferPool(_machine.Scheduler, PartCount, SegmentWriter.PartSize);
        using var writer = new SegmentWriter(_machine, _export, _domain, _session, kind, parts, stored);
        using var packer = new ChunkPacker(
            writer, kind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata, CompressionSettings.Default, _domain.Encryption);
        fill(packer);
        packer.Flush();
        _packed.AddRange(writer.Finish());
        foreach (var (id, chunks) in stored.Segments)
        {
            AddEntries(id, chunks);
        }
    }

    /// <summary>Writes the last index.</summary>
    public void Finish()
    {
        if (_entries.Count > 0)
        {
            WriteIndex();
        }
    }

    private void AddEntries(SegmentId segment, IReadOnlyList<ChunkDirectoryEntry> chunks)
    {
        if (_entries.Count > 0 && _entries.Count + chunks.Count > IndexEntryCountMax)
        {
            WriteIndex();
        }

        foreach (var chunk in chunks)
        {
            _entries.Add((chunk.Id.Prefix, segment));
        }
    }

    private void WriteIndex()
    {
        var segments = _entries.Select(entry => entry.Segment).Distinct().Order().ToArray();
        var sorted = _entries.Select(entry => new IndexEntry(entry.Prefix, (uint)Array.BinarySearch(segments, entry.Segment))).ToArray();
        _entries.Clear();
        Array.Sort(sorted);
        using var writer = new IndexWriter(_export, _domain, _session, sorted.Length);
        IndexEntry? before = null;
        foreach (var entry in sorted)
        {
            if (entry != before)
            {
                writer.Add(entry);
            }

            before = entry;
        }

        _indexes.Add(writer.Finish(segments));
    }

    /// <summary>What the writers of segments say of them.</summary>
    private sealed class StoredSegments : IStoredChunks
    {
        public List<(SegmentId Id, IReadOnlyList<ChunkDirectoryEntry> Chunks)> Segments { get; } = [];

        public void Stored(SegmentSummary segment, IReadOnlyList<ChunkDirectoryEntry> chunks) => Segments.Add((segment.Id, chunks));
    }
}
