using System.Diagnostics;

namespace GeodeArchive.LogComparison;

/// <summary>Runs every measurement in turn, several times, and prints medians and ratios.</summary>
internal sealed class Comparison(string root, TimeSpan duration, int rounds)
{
    private const int SmallEntry = 128;
    private const int LargeEntry = 1024;

    private int _directories;

    public async Task Run()
    {
        var bare = new List<double>();
        var alone = new List<double>();
        var results = new Dictionary<(string What, int Clients), (List<double> Geode, List<double> Peer)>();
        for (var round = 0; round < rounds; round++)
        {
            // In turn first: whoever comes first finds another disk than the second.
            if (round % 2 == 0)
            {
                bare.Add(BareLoop.PerSecond(NextDirectory(), duration));
            }

            alone.Add(Measure(new GeodeLog(NextDirectory()), Alone));
            if (round % 2 != 0)
            {
                bare.Add(BareLoop.PerSecond(NextDirectory(), duration));
            }

            Console.Error.WriteLine($"round {round}: bare loop {bare[^1]:N0} /s, one client that blocks {alone[^1]:N0} /s");
            foreach (var clients in new[] { 1, 64, 1024 })
            {
                var (geode, peer) = Get(results, "durable 128-byte appends", clients);
                geode.Add(await MeasureAsync(new GeodeLog(NextDirectory()), clients));
                peer.Add(await MeasureAsync(new PeerLog(NextDirectory(), commits: true), clients));
            }

            var unwaited = Get(results, "unwaited 1 KiB appends, then one sync, MB", 1);
            unwaited.Geode.Add(Measure(new GeodeLog(NextDirectory()), Unwaited));
            unwaited.Peer.Add(Measure(new PeerLog(NextDirectory(), commits: false), Unwaited));
            Clean();
        }

        Print(bare, alone, results);
    }

    public async Task<double> RunAlone(int clients)
    {
        var log = new GeodeLog(NextDirectory());
        var perSecond = clients == 0 ? Measure(log, Alone) : await MeasureAsync(log, clients);
        Clean();
        return perSecond;
    }

    private static void Print(
        List<double> bare, List<double> alone, Dictionary<(string What, int Clients), (List<double> Geode, List<double> Peer)> results)
    {
        Console.WriteLine("| what | clients | geode-archive /s | peer /s | peer | ratio | at least |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Row("durable 128-byte appends, blocking", 1, Median(alone), Median(bare), "bare loop", "0.95");
        foreach (var ((what, clients), (geode, peer)) in results)
        {
            var leastOf = clients switch
            {
                64 => $"{Math.Max(4, 0.6 * 32 * Median(bare) / Median(peer)):0.0}",
                1024 => "3",
                _ when what.StartsWith("unwaited", StringComparison.Ordinal) => "2",
                _ => string.Empty,
            };
            Row(what, clients, Median(geode), Median(peer), "FasterLog", leastOf);
        }
    }

    private static void Row(string what, int clients, double geode, double peer, string peerName, string least) =>
        Console.WriteLine($"| {what} | {clients} | {geode:N0} | {peer:N0} | {peerName} | {geode / peer:0.00} | {least} |");

    private static (List<double> Geode, List<double> Peer) Get(
        Dictionary<(string What, int Clients), (List<double> Geode, List<double> Peer)> results, string what, int clients)
    {
        if (!results.TryGetValue((what, clients), out var lists))
        {
            lists = ([], []);
            results.Add((what, clients), lists);
        }

        return lists;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Measure(ILogUnderTest log, Func<ILogUnderTest, double> measure)
    {
        using (log)
        {
            return measure(log);
        }
    }

    private double Alone(ILogUnderTest log)
    {
        var entry = new byte[SmallEntry];

        // Until the segments ahead are made: the bare loop's space is made before it is measured, too.
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < duration / 2;)
        {
            log.AppendDurably(entry);
        }

        var watch = Stopwatch.StartNew();
        long count = 0;
        for (; watch.Elapsed < duration; count++)
        {
            log.AppendDurably(entry);
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private double Unwaited(ILogUnderTest log)
    {
        const int Count = 1 << 20;
        var entry = new byte[LargeEntry];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
        {
            log.Append(entry);
        }

        log.Sync();
        return Count * (double)LargeEntry / (1 << 20) / watch.Elapsed.TotalSeconds;
    }

    private async Task<double> MeasureAsync(ILogUnderTest log, int clients)
    {
        using (log)
        {
            var stop = new Stopper();
            var warmUp = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => Client(log, stop))));
            await Task.Delay(duration / 2);
            var before = Interlocked.Read(ref stop.Count);
            var watch = Stopwatch.StartNew();
            await Task.Delay(duration);
            var count = Interlocked.Read(ref stop.Count) - before;
            var elapsed = watch.Elapsed;
            stop.IsStopped = true;
            await warmUp;
            return count / elapsed.TotalSeconds;
        }
    }

    private static async Task Client(ILogUnderTest log, Stopper stop)
    {
        var entry = new byte[SmallEntry];
        while (!stop.IsStopped)
        {
            await log.AppendDurablyAsync(entry);
            Interlocked.Increment(ref stop.Count);
        }
    }

    private string NextDirectory() => Path.Combine(root, $"{++_directories}");

    private void Clean()
    {
        foreach (var directory in Directory.GetDirectories(root))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private sealed class Stopper
    {
        public volatile bool IsStopped;
        public long Count;
    }
}
