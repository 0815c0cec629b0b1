using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Reporting;

/// <summary>
/// A report for programs: one JSON object a line, each with the file and what the item is, so that the report of a file of any
/// size can be read line by line.
/// </summary>
public sealed class JsonReport : IReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _output;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _writer;
    private string _path = string.Empty;
    private bool _isInStructure;

    /// <summary>Makes a report on <paramref name="output"/>, which it does not own.</summary>
    public JsonReport(Stream output)
    {
        _output = output;
        _writer = new Utf8JsonWriter(_line, Options);
    }

    /// <inheritdoc/>
    public void BeginFile(string path, string kind, long size)
    {
        _path = path;
        Begin("file");
        _writer.WriteString("kind", kind);
        _writer.WriteNumber("size", size);
        End();
    }

    /// <inheritdoc/>
    public void BeginStructure(string name, string place, long? offset)
    {
        Begin("structure");
        _writer.WriteString("structure", name);
        if (offset is { } at)
        {
            _writer.WriteNumber("offset", at);
        }
        else
        {
            _writer.WriteString("place", place);
        }

        _writer.WriteStartArray("fields");
        _isInStructure = true;
    }

    /// <inheritdoc/>
    public void Field(string name, long? offset, ReportValue value, string? meaning)
    {
        _writer.WriteStartObject();
        _writer.WriteString("name", name);
        if (offset is { } at)
        {
            _writer.WriteNumber("offset", at);
        }

        Write("value", value);
        if (meaning is not null)
        {
            _writer.WriteString("meaning", meaning);
        }

        _writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Row(ReportTable table, params ReadOnlySpan<ReportValue> cells)
    {
        Begin(table.Item);
        for (var column = 0; column < cells.Length; column++)
        {
            Write(table.Columns[column].Name, cells[column]);
        }

        End();
    }

    /// <inheritdoc/>
    public void Failure(FailedCheck failure)
    {
        Begin("failure");
        _writer.WriteString("failure", FormatErrorNames.Name(failure.Error));
        _writer.WriteString("structure", failure.Structure);
        _writer.WriteNumber("offset", failure.Offset);
        _writer.WriteString("detail", failure.Detail);
        End();
    }

    /// <inheritdoc/>
    public void Note(string text) => WriteText("note", text);

    /// <inheritdoc/>
    public void Line(string text) => WriteText("line", text);

    /// <inheritdoc/>
    public void EndFile(long failureCount, string summary)
    {
        Begin("result");
        _writer.WriteBoolean("intact", failureCount == 0);
        _writer.WriteNumber("failures", failureCount);
        _writer.WriteString("summary", summary);
        End();
    }

    private void WriteText(string item, string text)
    {
        Begin(item);
        _writer.WriteString("text", text);
        End();
    }

    private void Write(string name, ReportValue value)
    {
        if (value.IsNumber)
        {
            _writer.WriteNumber(name, value.Number);
        }
        else
        {
            _writer.WriteString(name, value.Text);
        }
    }

    private void Begin(string item)
    {
        EndStructure();
        _writer.WriteStartObject();
        _writer.WriteString("file", _path);
        _writer.WriteString("item", item);
    }

    private void EndStructure()
    {
        if (_isInStructure)
        {
            _isInStructure = false;
            _writer.WriteEndArray();
            End();
        }
    }

    private void End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        _output.Write(_line.WrittenSpan);
        _output.WriteByte((byte)'\n');
        _line.ResetWrittenCount();
        _writer.Reset();
    }
}
