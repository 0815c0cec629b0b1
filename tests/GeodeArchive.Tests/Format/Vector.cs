using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>A file of format-spec/vectors with what a decoder must say about it.</summary>
internal sealed record Vector(string Name, VectorQuestion Question, byte[] Bytes)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The failure that the decoder must name; null if the vector is valid.</summary>
    public FormatError? Failure { get; init; }

    /// <summary>Where the failure is; null in a tree node, which has no place.</summary>
    public long? Offset { get; init; }

    /// <summary>What was done to an invalid vector.</summary>
    public string? About { get; init; }

    public string Folder => Failure is null ? "valid" : "invalid";

    /// <summary>The file of expectations.</summary>
    public string Expectation()
    {
        JsonObject expectation = new() { ["kind"] = Question.Kind, ["asked"] = Question.ToJson() };
        if (Failure is { } failure)
        {
            expectation["about"] = About;
            expectation["failure"] = FormatErrorNames.Name(failure);
            expectation["offset"] = Offset;
        }
        else
        {
            expectation["expect"] = WholeFile.Read(Question, Bytes);
        }

        return expectation.ToJsonString(Indented) + "\n";
    }
}
