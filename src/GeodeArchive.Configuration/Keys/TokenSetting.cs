using System.Collections.Immutable;
using GeodeArchive.Configuration.Toml;
using GeodeArchive.Configuration.Values;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[[server.tokens]]</c>.</summary>
internal static class TokenSetting
{
    private const string Name = "name";
    private const string Role = "role";
    private const string Hash = "sha256";
    private const int HashSize = 32;
    private const string HowToMake =
        "TOKEN=$(openssl rand -hex 32); printf %s $TOKEN | sha256sum gives the 64 digits; the token itself goes to its bearer only";

    private static readonly string[] RoleNames = ["read", "write", "admin", "replicate"];
    private static readonly string[] Members = [Name, Role, Hash];

    /// <summary>The type of the key.</summary>
    public static SettingType<ImmutableArray<ServerToken>> Type { get; } = new(
        "tables with name, role (read, write, admin, replicate) and sha256 (of the token)", Read, Show);

    private static ImmutableArray<ServerToken> Read(TomlValue value, SettingFailure fail)
    {
        var tokens = ImmutableArray.CreateBuilder<ServerToken>();
        foreach (var element in SettingTypes.Demand(value, TomlKind.Array, fail).AsArray())
        {
            var token = ReadToken(SettingTypes.Demand(element, TomlKind.Table, fail), fail);
            if (tokens.Any(other => other.Name == token.Name || other.Sha256.SequenceEqual(token.Sha256)))
            {
                throw fail(element.Place, $"has {TomlText.Quote(token.Name)}, or its sha256, twice",
                    "each token has a name and a hash of its own");
            }

            tokens.Add(token);
        }

        return tokens.ToImmutable();
    }

    private static ServerToken ReadToken(TomlValue element, SettingFailure fail)
    {
        var table = element.AsTable();
        foreach (var entry in table.Entries)
        {
            if (!Members.Contains(entry.Name))
            {
                throw fail(entry.Place, $"has an unknown key {entry.Name}", Nearest.Hint(entry.Name, Members)
                    ?? $"known are {string.Join(", ", Members)}");
            }
        }

        var role = Array.IndexOf(RoleNames, Member(element, Role, fail).AsText());
        if (role < 0)
        {
            var given = Member(element, Role, fail);
            throw fail(given.Place, $"has no role {TomlText.Show(given)}", Nearest.Hint(given.AsText(), RoleNames)
                ?? $"one of {string.Join(", ", RoleNames)}");
        }

        var name = Member(element, Name, fail);
        var hash = Member(element, Hash, fail);
        var isHash = hash.AsText().Length == 2 * HashSize && hash.AsText().All(char.IsAsciiHexDigit);
        return name.AsText().Length > 0 && !name.AsText().Any(char.IsControl)
            ? isHash
                ? new ServerToken(name.AsText(), (TokenRole)(role + 1), [.. Convert.FromHexString(hash.AsText())])
                : throw fail(hash.Place, "has a sha256 that is not 64 hexadecimal digits", HowToMake)
            : throw fail(name.Place, "has a name that is empty or holds control characters");
    }

    private static TomlValue Member(TomlValue element, string name, SettingFailure fail) => element.AsTable().TryGet(name, out var entry)
        ? SettingTypes.Demand(entry.Value, TomlKind.String, fail)
        : throw fail(element.Place, $"lacks {name}", HowToMake);

    private static string Show(ImmutableArray<ServerToken> tokens) => $"[{string.Join(", ", tokens.Select(token =>
        $"{{name = {TomlText.Quote(token.Name)}, role = \"{RoleNames[(int)token.Role - 1]}\"}}"))}]";
}
