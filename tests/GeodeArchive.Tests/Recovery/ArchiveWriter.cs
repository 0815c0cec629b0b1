using System.Text;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Tests.Recovery;

/// <summary>Writes one timeline of an archive, record by record, and knows what it wrote.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly LogArchive _archive;
    private readonly LogObjectBuilder _builder;
    private ChainEnd _end;

    public ArchiveWriter(LogArchive archive, LogTimeline timeline, Xid lastXid = default)
    {
        _archive = archive;
        Timeline = timeline;
        LastXid = lastXid;
        _builder = new LogObjectBuilder(archive, timeline, CompressionSettings.Default, LogArchiveLimits.ObjectPlainSizeMax);
        _end = new ChainEnd { End = timeline.Fork };
        _builder.Begin(_end);
        var bytes = new byte[LogTimeline.Size];
        timeline.Encode(bytes);
        archive.Store.PutIfAbsent(LogArchiveNames.Timeline(timeline.TimelineId), bytes);
    }

    public LogTimeline Timeline { get; }

    public Xid LastXid { get; private set; }

    /// <summary>The commits, in order; also those that are not stored yet.</summary>
    public List<CommitPlace> Commits { get; } = [];

    /// <summary>The recovery points.</summary>
    public Dictionary<string, CommitPlace> Points { get; } = [];

    /// <summary>All records: type, body, end.</summary>
    public List<(LogRecordType Type, byte[] Body, Lsn End)> Records { get; } = [];

    public Lsn End => _builder.End;

    public static LogTimeline NewTimeline(DatabaseId database, ulong number, LogTimeline? parent = null, Lsn fork = default) => new()
    {
        Epoch = (parent?.Epoch ?? 0) + 1,
        DatabaseId = database,
        TimelineId = new TimelineId(new Id128(77, number)),
        ParentId = parent?.TimelineId ?? default,
        Fork = fork,
        Created = 0,
    };

    public void Add(LogRecordType type, byte[] body)
    {
        _builder.Add(new LogRecord(type, body, default, -1));
        Records.Add((type, body, _builder.End));
    }

    public void AddCommit(long time, int step = 1)
    {
        LastXid = new Xid(LastXid.Value + (ulong)step);
        var body = new byte[LogCommit.Size + 3];
        new LogCommit(LastXid, time).Encode(body);
        Add(LogRecordType.Commit, body);
        Commits.Add(new CommitPlace(_builder.End, LastXid, time));
    }

    public void AddPoint(string name, long time)
    {
        Add((LogRecordType)RedoType.RecoveryPoint, Encoding.UTF8.GetBytes(name));
        AddCommit(time);
        Points.Add(name, Commits[^1]);
    }

    public void AddRestart()
    {
        var body = new byte[LogRestart.Size];
        new LogRestart(0, Lsn.Zero).Encode(body);
        Add(LogRecordType.Restart, body);
    }

    /// <summary>Stores what was added since the last object.</summary>
    public void Ship()
    {
        if (_builder.End == _end.End)
        {
            return;
        }

        var built = _builder.Finish();
        Assert.True(_archive.Store.PutIfAbsent(built.Key, built.Content.Span));
        _end = ChainEnd.After(built.Table, _end.Groups);
        _builder.Begin(_end);
    }

    /// <summary>Random transactions: a clock that steps, idle gaps, large and small records, objects of any size.</summary>
    public void AddRandom(SeededRandom random, int count, ref long clock)
    {
        for (var i = 0; i < count; i++)
        {
            clock += random.OneIn(20) ? -random.Next(500) : random.OneIn(30) ? 100_000 : random.Next(20);
            clock = Math.Max(clock, 1);
            var size = random.OneIn(40) ? 200_000 : random.Next(300);
            var body = new byte[size];
            body.AsSpan().Fill((byte)random.Next(5));
            Add(LogRecordType.RedoFirst, body);
            switch (random.Next(12))
            {
                case 0:
                    AddRestart();
                    break;
                case 1:
                    AddPoint($"{Timeline.Epoch} point {Points.Count} of {Timeline.TimelineId}", clock);
                    break;
                case 2:
                    // The name is open at the end of the object, and may be voided.
                    Add((LogRecordType)RedoType.RecoveryPoint, Encoding.UTF8.GetBytes($"open {Records.Count} of {Timeline.TimelineId}"));
                    Ship();
                    if (random.OneIn(2))
                    {
                        AddRestart();
                        AddCommit(clock);
                    }
                    else
                    {
                        AddCommit(clock);
                        Points.Add($"open {Records.Count - 2} of {Timeline.TimelineId}", Commits[^1]);
                    }

                    break;
                default:
                    AddCommit(clock, 1 + (random.OneIn(5) ? random.Next(3) : 0));
                    break;
            }

            if (random.OneIn(4))
            {
                Ship();
            }
        }

        Ship();
    }

    /// <summary>A base at one of the commits; before all, from the start of the timeline.</summary>
    public RecoveryBase BaseAt(int commit)
    {
        if (commit < 0)
        {
            return new RecoveryBase(Timeline.TimelineId, Timeline.Fork, Xid.None, long.MinValue);
        }

        var place = Commits[commit];
        return new RecoveryBase(Timeline.TimelineId, place.End, place.Xid, Commits.Take(commit + 1).Max(each => each.Time));
    }

    public void Dispose() => _builder.Dispose();
}
