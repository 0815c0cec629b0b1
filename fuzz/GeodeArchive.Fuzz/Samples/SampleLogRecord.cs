using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>A record of a log.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Body">What follows its header.</param>
public sealed record SampleLogRecord(LogRecordType Type, byte[] Body)
{
    /// <summary>A change.</summary>
    /// <param name="type">64 to 127.</param>
    /// <param name="body">Anything.</param>
    public static SampleLogRecord Redo(int type, params byte[] body) => new((LogRecordType)type, body);

    /// <summary>The end of a transaction.</summary>
    public static SampleLogRecord Commit(ulong xid, long time, params byte[] rest)
    {
        var body = new byte[LogCommit.Size + rest.Length];
        new LogCommit(new Xid(xid), time).Encode(body);
        rest.CopyTo(body, LogCommit.Size);
        return new SampleLogRecord(LogRecordType.Commit, body);
    }

    /// <summary>A recovery.</summary>
    public static SampleLogRecord Restart(long time, Lsn durable)
    {
        var body = new byte[LogRestart.Size];
        new LogRestart(time, durable).Encode(body);
        return new SampleLogRecord(LogRecordType.Restart, body);
    }

    /// <summary>Header and body.</summary>
    public byte[] Encode()
    {
        var header = new LogRecordHeader(Type, Body.Length);
        var bytes = new byte[header.TotalSize];
        header.Encode(bytes);
        Body.CopyTo(bytes, LogRecordHeader.Size);
        return bytes;
    }
}
