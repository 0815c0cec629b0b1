using System.Text;
using GeodeArchive.Codecs;
using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Toml;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>
/// Names, keys, ids and option values: what operators and other programs write. Inputs are UTF-16, so that lone surrogates turn
/// up.
/// </summary>
internal static class TextTargets
{
    public static IEnumerable<FuzzTarget> All => [Compression, Key, FileNameTarget, Path, BackupNameTarget, ManifestName, Ids, Shown, Toml];

    private static FuzzTarget Compression =>
        OfText("compression-settings", ["none", "lz4", "lz4:12", "zstd:-7", "zstd:19", "gzip:1"], text =>
    {
        if (!CompressionSettings.TryParse(text, out var settings, out var reason))
        {
            RoundTrip.Demand(reason.Length > 0, "refused without a reason");
            return false;
        }

        RoundTrip.Demand(CompressionSettings.Parse(settings.ToString()) == settings, $"{text} becomes {settings}");
        RoundTrip.Demand(
            settings.ToString() == text || settings == CompressionSettings.For(settings.Algorithm), $"{text} becomes {settings}");
        return true;
    });

    private static FuzzTarget Key => OfText("object-key", ["archive/repository", "full-1", "a/b/c", "é/ü"], text =>
    {
        if (!ObjectKey.IsValid(text))
        {
            return false;
        }

        var key = ObjectKey.From(text);
        RoundTrip.Demand(
            string.Join('/', key.Components().Select(name => Encoding.UTF8.GetString(name.Bytes))) == text, "components make another key");
        return true;
    });

    private static FuzzTarget FileNameTarget => new()
    {
        Name = "file-name",
        MakeSamples = () => ["a"u8.ToArray(), "..."u8.ToArray(), [0xFF, 0xFE], new byte[255].Select(_ => (byte)'x').ToArray()],
        IsRefusal = failure => failure is FileException { Error: FileError.BadName },
        Run = input =>
        {
            RoundTrip.Demand(
                FileName.IsValid(input) == EntryName.IsValid(input),
                "a name of the file system is none of the format, or the other way round");
            return RoundTrip.Check(input, FileName.From(input).Bytes);
        },
    };

    private static FuzzTarget Path => new()
    {
        Name = "file-path",
        MakeSamples = () => ["/"u8.ToArray(), "/a/b/"u8.ToArray(), "a"u8.ToArray(), "./x//y"u8.ToArray()],
        IsRefusal = failure => failure is FileException { Error: FileError.BadName },
        Run = input =>
        {
            var path = FilePath.From(input);
            if (path.Name is { } name)
            {
                RoundTrip.Demand(path.Parent.Append(name).Name == name, "a name that its parent does not hold");
            }

            return RoundTrip.Check(input, path.Bytes);
        },
    };

    private static FuzzTarget BackupNameTarget => OfText("backup-name", ["full-20260125", "a", "ü"], text =>
    {
        var isValid = RepositoryNames.IsBackupName(text, out var reason);
        RoundTrip.Demand(isValid == BackupName.IsValid(text), $"a name that repository and format do not see alike: {reason}");
        RoundTrip.Demand(isValid || reason.Length > 0, "refused without a reason");
        return isValid && RepositoryNames.Backup(text).Text == text;
    });

    private static FuzzTarget ManifestName => OfText("manifest-name", [RepositoryNames.Manifest(ManifestNumber.First).Text], text =>
    {
        if (!ObjectKey.IsValid(text) || !RepositoryNames.TryParseManifest(ObjectKey.From(text), out var number))
        {
            return false;
        }

        RoundTrip.Demand(RepositoryNames.Manifest(number).Text == text, $"{text} becomes {number}");
        return true;
    });

    private static FuzzTarget Ids => OfText("ids", [new Id128(1, 2).ToString(), Hash256.OfContent("a"u8).ToString()], text =>
    {
        if (Id128.TryParse(text, out var id))
        {
            RoundTrip.Demand(id.ToString() == text, "an id that shows as another");
            return true;
        }

        var isHash = Hash256.TryParse(text, out var hash);
        RoundTrip.Demand(!isHash || hash.ToString() == text, "a hash that shows as another");
        return isHash;
    });

    private static FuzzTarget Shown => new()
    {
        Name = "byte-text",
        MakeSamples = () => ["plain"u8.ToArray(), [0x1B, (byte)'[', (byte)'m'], [0xC3, 0xA9, 0xC3], "a\\x41"u8.ToArray()],
        Run = input =>
        {
            var shown = ByteText.Show(input);
            RoundTrip.Demand(!shown.Any(char.IsControl), "a control character is shown");
            return RoundTrip.Check(input, BytesOf(shown));
        },
    };

    private static FuzzTarget Toml => new()
    {
        Name = "toml",
        MakeSamples = () =>
        [
            "[backup]\nenabled = true\ndirectory = \"/b\"\n[backup.full]\nschedule = '0 2 * * 0'\n"u8.ToArray(),
            "a.b = [1, 0xF, { c = 1979-05-27T07:32:00Z }]\n[[d]]\ne = \"\"\"\nx\\\n  y\"\"\"\n"u8.ToArray(),
            "\"\\u00e9\" = 1_000.5e-3 # end\r\nf = -inf\ng = 07:32:00.5\n"u8.ToArray(),
        ],
        IsRefusal = failure => failure is ConfigurationException,
        Run = input =>
        {
            var table = TomlDocument.Read(input, "t");
            RoundTrip.Demand(table.Entries.All(entry => entry.Place is { Line: > 0, Column: > 0 }), "a key without a place");
            return true;
        },
        AllocationPerByteMax = 512,
    };

    private static FuzzTarget OfText(string name, IReadOnlyList<string> samples, Func<string, bool> run) => new()
    {
        Name = name,
        MakeSamples = () => [.. samples.Select(Encoding.Unicode.GetBytes)],
        IsRefusal = _ => false,
        Run = input => run(string.Create(input.Length / sizeof(char), input, (letters, bytes) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = (char)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
            }
        })),
    };

    /// <summary>The only bytes that can show like this.</summary>
    private static byte[] BytesOf(string shown)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < shown.Length;)
        {
            if (shown[at] == '\\')
            {
                bytes.Add(Convert.ToByte(shown.Substring(at + 2, 2), 16));
                at += 4;
                continue;
            }

            var next = shown.IndexOf('\\', at);
            next = next < 0 ? shown.Length : next;
            bytes.AddRange(Encoding.UTF8.GetBytes(shown[at..next]));
            at = next;
        }

        return [.. bytes];
    }
}
