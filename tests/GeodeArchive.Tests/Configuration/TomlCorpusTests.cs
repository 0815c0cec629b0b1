using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Toml;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Configuration;

/// <summary>
/// Our own conformance corpus of TOML 1.0. A valid document has its content beside it, an invalid one the message. With UPDATE_VECTORS=1 both are
/// written anew, to be read before they are kept.
/// </summary>
public sealed class TomlCorpusTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests/GeodeArchive.Tests/Configuration/Corpus");

    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_VECTORS") == "1";

    public static TheoryData<string> Valid => Names("valid");

    public static TheoryData<string> Invalid => Names("invalid");

    [Fact]
    public void Corpus_has_documents_of_both_kinds()
    {
        Assert.True(Valid.Count >= 30);
        Assert.True(Invalid.Count >= 120);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Valid_documents_have_the_content_beside_them(string name)
    {
        string content = TomlPicture.Of(TomlDocument.Read(Document("valid", name), "t")) + "\n";
        AssertKept(content, "valid", name + ".txt");
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_documents_are_refused_with_the_place_and_message_beside_them(string name)
    {
        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => TomlDocument.Read(Document("invalid", name), "t"));
        Assert.StartsWith($"t:{refusal.Line}:{refusal.Column}: ", refusal.Message, StringComparison.Ordinal);
        string hint = refusal.Hint is null ? string.Empty : $"hint: {refusal.Hint}\n";
        AssertKept($"{refusal.Line}:{refusal.Column}: {refusal.Detail}\n{hint}", "invalid", name + ".txt");
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Every_beginning_of_a_document_is_read_or_refused(string name)
    {
        byte[] document = Document("valid", name);
        for (int length = 0; length < document.Length; length++)
        {
            try
            {
                TomlDocument.Read(document.AsSpan(0, length), "t");
            }
            catch (ConfigurationException refusal)
            {
                Assert.True(refusal.Line >= 1 && refusal.Column >= 1);
            }
        }
    }

    private static TheoryData<string> Names(string kind) =>
        [.. Directory.GetFiles(Path.Combine(Folder, kind), "*.toml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    private static byte[] Document(string kind, string name) => File.ReadAllBytes(Path.Combine(Folder, kind, name + ".toml"));

    private static void AssertKept(string content, string kind, string file)
    {
        string path = Path.Combine(Folder, kind, file);
        if (IsUpdate)
        {
            File.WriteAllText(path, content);
        }

        Assert.Equal(File.ReadAllText(path), content);
    }
}
