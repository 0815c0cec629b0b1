using System.Text.Json.Serialization;

namespace GeodeArchive.Cli.Documents;

/// <summary>Writers of the result documents, made when the program is compiled. Names are snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(AccessDocument))]
[JsonSerializable(typeof(AccessPrunedDocument))]
[JsonSerializable(typeof(CalibratedDocument))]
[JsonSerializable(typeof(CleanedDocument))]
[JsonSerializable(typeof(CollectedDocument))]
[JsonSerializable(typeof(ConfigurationDocument))]
[JsonSerializable(typeof(CreatedDocument))]
[JsonSerializable(typeof(CheckedDocument))]
[JsonSerializable(typeof(DeletedDocument))]
[JsonSerializable(typeof(ExportedDocument))]
[JsonSerializable(typeof(StatsDocument))]
[JsonSerializable(typeof(GraphExportedDocument))]
[JsonSerializable(typeof(HeldDocument))]
[JsonSerializable(typeof(KeysDocument))]
[JsonSerializable(typeof(ListedDocument))]
[JsonSerializable(typeof(LoadedDocument))]
[JsonSerializable(typeof(RestoredDocument))]
[JsonSerializable(typeof(RestorePreviewDocument))]
[JsonSerializable(typeof(ShownDocument))]
[JsonSerializable(typeof(SoughtDocument))]
[JsonSerializable(typeof(StoreCheckedDocument))]
[JsonSerializable(typeof(VerifiedDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;
