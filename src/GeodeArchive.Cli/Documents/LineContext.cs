using System.Text.Json.Serialization;

namespace GeodeArchive.Cli.Documents;

/// <summary>As <see cref="DocumentContext"/>, for documents that are one line each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChangeDocument))]
[JsonSerializable(typeof(DiffTotalsDocument))]
[JsonSerializable(typeof(EntryDocument))]
internal sealed partial class LineContext : JsonSerializerContext;
