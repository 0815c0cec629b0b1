using System.Text;
using FsCheck.Fluent;
using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Toml;
using GeodeArchive.Tests.Format;

namespace GeodeArchive.Tests.Configuration;

/// <summary>Random documents, written in random ways, are read as what they were made from.</summary>
public sealed class TomlRoundTripTests
{
    [Fact]
    public void What_is_written_is_read() => Properties.Check(Gen.Choose(0, int.MaxValue), 2000, seed =>
    {
        TomlWriter writer = new(seed);
        string picture = writer.Write(out string document);
        try
        {
            Assert.Equal(picture, TomlPicture.Of(TomlDocument.Read(Encoding.UTF8.GetBytes(document), "t")));
        }
        catch (ConfigurationException refusal)
        {
            Assert.Fail($"seed {seed}: {refusal.Message}\n{document}");
        }
    });

    [Fact]
    public void Noise_is_read_or_refused() => Properties.Check(Gen.Choose(0, int.MaxValue), 5000, seed =>
    {
        Random random = new(seed);
        const string Letters = "ab.=[]{}\"'\\#,\n\r \t01-:TZ_+xeinf\u00e9\u0001";
        string document = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)]));
        try
        {
            TomlDocument.Read(Encoding.UTF8.GetBytes(document), "t");
        }
        catch (ConfigurationException refusal)
        {
            Assert.True(refusal.Line >= 1 && refusal.Column >= 1, document);
        }
    });

    [Fact]
    public void A_long_line_takes_time_in_proportion()
    {
        string document = $"a = [{string.Join(',', Enumerable.Range(0, 200_000))}]";
        Assert.Equal(200_000, TomlDocument.Read(Encoding.UTF8.GetBytes(document), "t").Entries[0].Value.AsArray().Count);
    }

    [Fact]
    public void Values_know_their_place()
    {
        TomlTable table = TomlDocument.Read("[t]\n  '\u00e9' = [ 1,\n 2 ]\n"u8, "t").Entries[0].Value.AsTable();
        Assert.Equal(new TomlPlace(2, 3), table.Entries[0].Place);
        Assert.Equal(new TomlPlace(2, 9), table.Entries[0].Value.Place);
        Assert.Equal([new TomlPlace(2, 11), new TomlPlace(3, 2)], table.Entries[0].Value.AsArray().Select(value => value.Place));
    }
}
