using System.Text;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Loading.Csv;
using GeodeArchive.Loading.JsonLines;
using GeodeArchive.Loading.Reading;
using GeodeArchive.Loading.Rows;
using GeodeArchive.Loading.Writing;
using GeodeArchive.Store;

namespace GeodeArchive.Loading;

/// <summary>
/// Loads files into a graph that it makes: first nodes, then relationships. One worker cuts files into chunks, several make rows of them,
/// and put them into transactions in the order of the input; so the same input gives the same graph, and whatever stops the program
/// leaves a beginning of it. Input that is refused leaves nothing: the graph is dropped again.
/// </summary>
public sealed class LoadPipeline
{
    private readonly Machine _machine;
    private readonly GraphDatabase? _database;
    private readonly LoadOptions _options;
    private readonly LoadProgress _progress;
    private readonly int _workerCount;

    /// <summary>Prepares a load.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="database">Where to; null for a dry run, which reads and checks all input.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told how far it is.</param>
    public LoadPipeline(Machine machine, GraphDatabase? database, LoadOptions options, LoadProgress progress)
    {
        _machine = machine;
        _database = database;
        _options = options;
        _progress = progress;
        _workerCount = options.WorkerCount > 0 ? options.WorkerCount : machine.Scheduler.ProcessorCount;
    }

    /// <summary>Looks whether files can be read, and at their headers: before a database is made for them.</summary>
    /// <exception cref="LoadException">A header is wrong.</exception>
    /// <exception cref="Io.Files.FileException">A file cannot be read.</exception>
    public static void CheckHeaders(Machine machine, IReadOnlyList<LoadInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var input in inputs)
        {
            using var file = InputFile.Open(machine, input);
            using var source = InputSource.Open(file, new LoadOptions().ChunkSize);
        }
    }

    /// <summary>Loads. When this returns, all of it is durable.</summary>
    /// <exception cref="LoadException">Input cannot be loaded: the first thing that is wrong, in its order.</exception>
    /// <exception cref="StoreException">The graph has something in it; or the database fails.</exception>
    /// <exception cref="Io.Files.FileException">A file cannot be read.</exception>
    public LoadResult Run(IReadOnlyList<LoadInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var files = new List<InputFile>();
        var sources = new List<InputSource>();
        try
        {
            // All of them before anything is written.
            foreach (var input in inputs)
            {
                files.Add(InputFile.Open(_machine, input));
                sources.Add(InputSource.Open(files[^1], _options.ChunkSize));
                _progress.AddTotal(files[^1].Length);
            }

            Load(sources);
            return new LoadResult(_progress.Nodes, _progress.Relationships, _progress.BytesTotal);
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
            files.ForEach(file => file.Dispose());
        }
    }

    private void Load(List<InputSource> sources)
    {
        ILoadTarget target = _database is null ? new NoTarget() : new DatabaseTarget(_database, _options);
        try
        {
            var ids = new ExternalIds();
            RunStage(sources.FindAll(source => !source.File.Input.IsRelationships), target, ids);
            RunStage(sources.FindAll(source => source.File.Input.IsRelationships), target, ids);
            target.Complete();
        }
        catch
        {
            target.Abandon();
            throw;
        }
    }

    private void RunStage(List<InputSource> sources, ILoadTarget target, ExternalIds ids)
    {
        var queue = new BoundedQueue<(InputSource Source, Chunk Chunk)>(_machine.Scheduler, _workerCount + 1);
        var state = new LoadState(target, ids, new Turns(_machine.Scheduler), _progress);
        var workers = new WorkerGroup(_machine.Scheduler, failure =>
        {
            queue.Fail(failure);
            state.Turns.Fail(failure);
        });
        workers.Start("load reader", () => Read(sources, queue));
        workers.Start("load parser", _workerCount, _ => Parse(queue, state));
        workers.Join();
    }

    private static void Read(List<InputSource> sources, BoundedQueue<(InputSource Source, Chunk Chunk)> queue)
    {
        long number = 0;
        foreach (var source in sources)
        {
            while (source.Next(number) is { } chunk)
            {
                queue.Add((source, chunk));
                number++;
            }
        }

        queue.Complete();
    }

    private static void Parse(BoundedQueue<(InputSource Source, Chunk Chunk)> queue, LoadState state)
    {
        var names = new NameNumbers(state);
        var parsers = new Dictionary<InputSource, IRowParser>();
        var rows = new ParsedRows();
        while (queue.TryTake(out var next))
        {
            names.Begin(next.Chunk.Number);
            try
            {
                if (!parsers.TryGetValue(next.Source, out var parser))
                {
                    parser = MakeParser(next.Source, names, state.Ids);
                    parsers.Add(next.Source, parser);
                }

                parser.Parse(next.Chunk, rows);
            }
            catch (LoadException)
            {
                // Whatever is wrong before this comes first.
                names.TakeTurn();
                throw;
            }

            names.TakeTurn();
            Add(next.Source, rows, state);
            names.PassTurn();
            state.Progress.AddBytes(next.Chunk.End - next.Chunk.Start);
            rows.Clear();
            next.Chunk.Release();
        }
    }

    private static IRowParser MakeParser(InputSource source, NameNumbers names, ExternalIds ids) =>
        source.File.Input.Format == InputFormat.JsonLines
            ? new JsonRowParser(source, names, ids)
            : new CsvRowParser(source, names, ids);

    /// <summary>In the chunk's turn.</summary>
    private static void Add(InputSource source, ParsedRows rows, LoadState state)
    {
        var isRelationships = source.File.Input.IsRelationships;
        for (var i = 0; i < rows.Count; i++)
        {
            if (isRelationships)
            {
                state.Target.AddRelationship(rows[i]);
                continue;
            }

            var node = state.Target.AddNode(rows[i]);
            if (rows.TryGetId(i, out var key, out var line) && !state.Ids.TryAdd(key, node))
            {
                var id = Encoding.UTF8.GetString(key[(key.IndexOf((byte)0) + 1)..]);
                throw source.File.Fail(line, 0, $"the id '{id}' is that of another node already",
                    "ids are unique in their space: :ID(SPACE)");
            }
        }

        state.Progress.AddRows(isRelationships, rows.Count);
    }
}
