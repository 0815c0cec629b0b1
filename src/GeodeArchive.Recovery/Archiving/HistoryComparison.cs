using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>Whether objects of an archive hold what a log holds: else two histories have one name.</summary>
internal sealed class HistoryComparison
{
    private readonly ArchiveAccess _access;
    private readonly WriteAheadLog _log;

    public HistoryComparison(ArchiveAccess access, WriteAheadLog log)
    {
        _access = access;
        _log = log;
    }

    /// <summary>The archive holds another history under the timeline's name.</summary>
    public static LogArchiveException Differs(string detail) => new(
        LogArchiveError.AnotherHistory,
        $"the WAL archive holds another history: {detail}",
        "if this server was set back or copied, give it a timeline of its own by restoring it; nothing was changed in the archive");

    /// <summary>Refuses an object that is not what the log holds in its place, as far as the log still has it.</summary>
    /// <param name="table">The object.</param>
    /// <param name="expected">What an object of ours would say of its place in the chain; null if that is not known.</param>
    /// <exception cref="LogArchiveException"><see cref="LogArchiveError.AnotherHistory"/>.</exception>
    public void RequireSame(LogObjectTable table, LogObjectSection? expected)
    {
        var section = table.Section;
        if (section.Epoch != _log.Timeline.Epoch)
        {
            throw Differs($"{table.Key} is of epoch {section.Epoch}, the log of epoch {_log.Timeline.Epoch}");
        }

        if (expected is not null && (section.Ordinal != expected.Ordinal || section.PreviousRootHash != expected.PreviousRootHash))
        {
            throw Differs($"{table.Key} follows another object than the log's last one");
        }

        if (section.EndLsn > _log.Durable)
        {
            throw Differs($"{table.Key} goes to {section.EndLsn}, the log's last durable record ends at {_log.Durable}");
        }

        if (_log.Oldest < section.EndLsn)
        {
            Compare(table);
        }
    }

    private void Compare(LogObjectTable table)
    {
        var from = Lsn.Max(table.Section.StartLsn, _log.Oldest);
        using var reader = _log.Read(from);
        for (var index = 0; index < table.Footer.Blocks.Length; index++)
        {
            var block = table.Footer.Blocks[index];
            if (block.EndLsn <= from)
            {
                continue;
            }

            var cursor = new RecordCursor(_access.ReadBlock(table, index), block.Granule.Start, block.Offset);
            while (cursor.MoveNext())
            {
                if (cursor.End <= from)
                {
                    continue;
                }

                var isSame = reader.TryRead(out var record)
                    && record.End == cursor.End
                    && record.Type == cursor.Header.Type
                    && record.Body.SequenceEqual(cursor.Body);
                if (!isSame)
                {
                    throw Differs($"the record at {cursor.End} in {table.Key} is not that of the log");
                }
            }
        }
    }
}
