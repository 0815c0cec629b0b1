using System.Globalization;
using GeodeArchive.Format;

namespace GeodeArchive.Load.Recording;

/// <summary>
/// What <see cref="LoadRecorder"/> wrote, in one run or in several one after the other. A last line that does not end was not written.
/// </summary>
public sealed class LoadRecord
{
    private readonly List<Acknowledgement> _acknowledgements = [];
    private readonly SortedDictionary<int, long> _last = [];
    private readonly Dictionary<string, RecoveryPoint> _points = [];

    private LoadRecord()
    {
    }

    /// <summary>What was acknowledged, in the order of the lines, which is not that of the commits.</summary>
    public IReadOnlyList<Acknowledgement> Acknowledgements => _acknowledgements;

    /// <summary>The recovery points that were made, by name.</summary>
    public IReadOnlyDictionary<string, RecoveryPoint> Points => _points;

    /// <summary>The last transaction of all that was acknowledged, or found.</summary>
    public Xid LastXid { get; private set; }

    /// <summary>The place in the log after it.</summary>
    public Lsn LastLsn { get; private set; }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is none, or contradicts itself: the message names the line.</exception>
    public static LoadRecord Parse(string text)
    {
        var record = new LoadRecord();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            try
            {
                record.Add(lines[i].Split(' '));
            }
            catch (Exception error) when (error is FormatException or OverflowException or IndexOutOfRangeException)
            {
                throw new FormatException($"line {i + 1} of the record, '{lines[i]}': {error.Message}", error);
            }
        }

        record.DemandOneOrder();
        return record;
    }

    /// <summary>The last transaction of a client that was acknowledged, or found; 0 if none was.</summary>
    public long LastOf(int client) => _last.GetValueOrDefault(client);

    /// <summary>
    /// The last transaction of a client among those that were acknowledged and are chosen: the client's state at an XID, at a place in the
    /// log, or at a time, because a client's transactions are committed in order. One more may be there if a run was cut short just then.
    /// </summary>
    public long LastOf(int client, Func<Acknowledgement, bool> isChosen) => _acknowledgements
        .Where(one => one.Client == client && isChosen(one))
        .Select(one => one.Sequence)
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>
    /// The last transaction, recovery points included, before the first that was committed after a time: none if that is the first of all.
    /// </summary>
    public Xid LastBefore(long time) => _acknowledgements
        .Select(one => (one.Xid, one.Time))
        .Concat(_points.Values.Select(point => (point.Xid, point.Time)))
        .OrderBy(one => one.Xid)
        .TakeWhile(one => one.Time <= time)
        .Select(one => one.Xid)
        .LastOrDefault();

    private static void Demand(bool isTrue, string message)
    {
        if (!isTrue)
        {
            throw new FormatException(message);
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static Xid XidOf(string text) => new((ulong)Number(text));

    private static Lsn LsnOf(string text) => Lsn.TryParse(text, out var lsn) ? lsn : throw new FormatException("no LSN");

    private void Add(string[] words)
    {
        switch (words[0])
        {
            case "opening" or "checkpoint" or "checkpointed":
                break;
            case "opened":
                NoteLast(XidOf(words[1]), LsnOf(words[2]));
                break;
            case "applied":
                AddApplied((int)Number(words[1]), Number(words[2]));
                NoteLast(XidOf(words[3]), LsnOf(words[4]));
                break;
            case "committed":
                AddCommitted(new Acknowledgement(
                    (int)Number(words[1]), Number(words[2]), XidOf(words[3]), LsnOf(words[4]), Number(words[5])));
                break;
            case "point":
                var point = new RecoveryPoint(LsnOf(words[2]), XidOf(words[1]), Number(words[3]));
                Demand(_points.TryAdd(string.Join(' ', words[4..]), point), "the name was given before");
                NoteLast(point.Xid, point.Lsn);
                break;
            default:
                throw new FormatException("no such line");
        }
    }

    private void AddApplied(int client, long sequence)
    {
        // One that was in flight when a run was cut short may be there.
        var last = LastOf(client);
        Demand(sequence >= last && sequence <= last + 1, $"transaction {last} was the client's last");
        _last[client] = sequence;
    }

    private void AddCommitted(Acknowledgement acknowledgement)
    {
        var last = LastOf(acknowledgement.Client);
        Demand(acknowledgement.Sequence == last + 1, $"transaction {last} was the client's last");
        _last[acknowledgement.Client] = acknowledgement.Sequence;
        _acknowledgements.Add(acknowledgement);
        NoteLast(acknowledgement.Xid, acknowledgement.Lsn);
    }

    private void NoteLast(Xid xid, Lsn lsn)
    {
        LastXid = xid > LastXid ? xid : LastXid;
        LastLsn = Lsn.Max(LastLsn, lsn);
    }

    /// <summary>XIDs and places ascend together, over all runs, and a client's with its sequence.</summary>
    private void DemandOneOrder()
    {
        Acknowledgement? before = null;
        foreach (var next in _acknowledgements.OrderBy(one => one.Xid))
        {
            Demand(before is null || (before.Xid < next.Xid && before.Lsn < next.Lsn), $"{before} and {next} are out of order");
            before = next;
        }

        foreach (var stream in _acknowledgements.GroupBy(one => one.Client))
        {
            Demand(stream.Zip(stream.Skip(1)).All(pair => pair.First.Xid < pair.Second.Xid), $"XIDs of client {stream.Key} do not ascend");
        }
    }
}
