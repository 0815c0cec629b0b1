using GeodeArchive.Loading.Csv;

namespace GeodeArchive.Loading.Reading;

/// <summary>A file with its header read, whose records come next.</summary>
internal sealed class InputSource : IDisposable
{
    private readonly RecordSplitter _splitter;
    private Chunk? _first;

    private InputSource(InputFile file, int chunkSize)
    {
        File = file;
        _splitter = new RecordSplitter(file, chunkSize);
    }

    /// <summary>The file.</summary>
    public InputFile File { get; }

    /// <summary>Columns, of CSV; else none.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; private set; } = [];

    /// <summary>What is between fields, of CSV.</summary>
    public byte Separator => File.Input.Format == InputFormat.Tsv ? (byte)'\t' : (byte)',';

    /// <summary>Takes a file; reads its header.</summary>
    /// <exception cref="LoadException">It has none, or a wrong one.</exception>
    public static InputSource Open(InputFile file, int chunkSize)
    {
        var source = new InputSource(file, chunkSize);
        if (file.Input.Format != InputFormat.JsonLines)
        {
            source.ReadHeader();
        }

        return source;
    }

    /// <summary>The next records; null at the end.</summary>
    public Chunk? Next(long number)
    {
        if (_first is { } first)
        {
            _first = null;
            return first with { Number = number };
        }

        return _splitter.Next(number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first?.Release();
        _first = null;
    }

    private void ReadHeader()
    {
        const string Header = "the first line names the columns, such as :ID,name,age:int,:LABEL";
        var chunk = _splitter.Next(0) ?? throw File.Fail(0, 0, "the file is empty", Header);
        _first = chunk;
        var fields = new CsvFields(File, Separator);
        fields.Begin(chunk);
        if (!fields.Next())
        {
            throw File.Fail(1, 0, "there is no header", Header);
        }

        Columns = CsvHeader.Read(File, fields);
        var start = Math.Min(fields.Position, chunk.End);
        _first = chunk with { Start = start, Line = chunk.Line + chunk.Buffer.AsSpan(chunk.Start, start - chunk.Start).Count((byte)'\n') };
    }
}
