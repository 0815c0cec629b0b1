using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

/// <summary>
/// Transactions that can tell by themselves who wrote them and whether they are whole: the oracle of crash tests. A writer is a number; its
/// transactions count up from 0.
/// </summary>
internal sealed class LogHistory
{
    private const int HeadSize = 16;

    private readonly Dictionary<int, (int Number, Lsn End)> _acknowledged;
    private readonly Dictionary<int, int> _started;

    public LogHistory()
    {
        _acknowledged = [];
        _started = [];
    }

    private LogHistory(LogHistory original)
    {
        _acknowledged = new Dictionary<int, (int Number, Lsn End)>(original._acknowledged);
        _started = new Dictionary<int, int>(original._started);
        Acknowledged = original.Acknowledged;
        Floor = original.Floor;
        LastXid = original.LastXid;
    }

    /// <summary>The highest place that was acknowledged, or released.</summary>
    public Lsn Acknowledged { get; private set; }

    /// <summary>The place from where on the log is needed.</summary>
    public Lsn Floor { get; set; }

    public Xid LastXid { get; set; }

    /// <summary>Transactions acknowledged.</summary>
    public int Count => _acknowledged.Values.Sum(last => last.Number + 1);

    /// <summary>The same history, to go on with in another way.</summary>
    public LogHistory Clone() => new(this);

    /// <summary>Encodes the next transaction of a writer: some redo records of some size and the commit.</summary>
    public void Encode(LogBatch batch, int writer, SeededRandom random, Xid xid, long time, int bodySizeMax)
    {
        var number = _started.GetValueOrDefault(writer, -1) + 1;
        _started[writer] = number;
        batch.Clear();
        var parts = 1 + random.Next(3);
        for (var part = 0; part < parts; part++)
        {
            var body = batch.Add((LogRecordType)(64 + part), HeadSize + random.Next(bodySizeMax));
            BinaryPrimitives.WriteInt32LittleEndian(body, writer);
            BinaryPrimitives.WriteInt32LittleEndian(body[4..], number);
            BinaryPrimitives.WriteInt32LittleEndian(body[8..], part);
            BinaryPrimitives.WriteInt32LittleEndian(body[12..], parts);
            body[HeadSize..].Fill((byte)(writer + number + part));
        }

        batch.AddCommit(new LogCommit(xid, time));
    }

    public void Acknowledge(int writer, int number, Lsn lsn)
    {
        _acknowledged[writer] = (number, lsn);
        Acknowledged = Lsn.Max(Acknowledged, lsn);
    }

    public int Started(int writer) => _started[writer];

    /// <summary>
    /// Reads a log and checks: whole transactions only, each as it was written, those of a writer in order without a gap, and every
    /// acknowledged one that is not before the floor. What was read was shown to somebody: from now on it counts as acknowledged.
    /// </summary>
    public void Check(WriteAheadLog log)
    {
        var found = new Dictionary<int, int>();
        var run = new List<byte[]>();
        var lastXid = Xid.None;
        using var reader = log.Read(Floor);
        while (reader.TryRead(out var record))
        {
            switch (record.Type)
            {
                case LogRecordType.Restart:
                    run.Clear();
                    break;
                case LogRecordType.Commit:
                    var xid = LogCommit.Decode(record.Body, 0).Xid;
                    Assert.True(xid > lastXid, $"XID {xid} after {lastXid}");
                    lastXid = xid;
                    CheckTransaction(run, found);
                    run.Clear();
                    break;
                default:
                    run.Add(record.Body.ToArray());
                    break;
            }
        }

        Assert.Equal(log.Durable, reader.Position);
        foreach (var (writer, (number, end)) in _acknowledged)
        {
            Assert.True(
                end <= Floor || found.GetValueOrDefault(writer, -1) >= number,
                $"writer {writer}: transaction {number} was acknowledged, the log has {found.GetValueOrDefault(writer, -1)}");
        }

        foreach (var (writer, last) in found)
        {
            Acknowledge(writer, last, log.Durable);
        }

        LastXid = lastXid > LastXid ? lastXid : LastXid;
    }

    private void CheckTransaction(List<byte[]> run, Dictionary<int, int> found)
    {
        Assert.NotEmpty(run);
        var writer = BinaryPrimitives.ReadInt32LittleEndian(run[0]);
        var number = BinaryPrimitives.ReadInt32LittleEndian(run[0].AsSpan(4));
        Assert.Equal(run.Count, BinaryPrimitives.ReadInt32LittleEndian(run[0].AsSpan(12)));
        for (var part = 0; part < run.Count; part++)
        {
            Assert.Equal(writer, BinaryPrimitives.ReadInt32LittleEndian(run[part]));
            Assert.Equal(number, BinaryPrimitives.ReadInt32LittleEndian(run[part].AsSpan(4)));
            Assert.Equal(part, BinaryPrimitives.ReadInt32LittleEndian(run[part].AsSpan(8)));
            Assert.False(run[part].AsSpan(HeadSize).ContainsAnyExcept((byte)(writer + number + part)), "another content");
        }

        if (found.TryGetValue(writer, out var last))
        {
            Assert.Equal(last + 1, number);
        }
        else if (Floor == Lsn.Zero)
        {
            Assert.Equal(0, number);
        }

        found[writer] = number;
        Assert.True(number <= _started.GetValueOrDefault(writer, -1), $"writer {writer} never wrote {number}");
    }
}
