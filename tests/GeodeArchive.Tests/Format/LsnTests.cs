using System.Globalization;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Places in a log and numbers of transactions: text, order, arithmetic.</summary>
public sealed class LsnTests
{
    [Fact]
    public void An_LSN_comes_back_from_its_text() => Properties.Check(LogGenerators.Lsn, 500, lsn =>
    {
        Assert.True(Lsn.TryParse(lsn.ToString(), out Lsn parsed));
        Assert.Equal(lsn, parsed);
        Assert.True(Lsn.TryParse(lsn.ToString().ToLowerInvariant(), out parsed));
        Assert.Equal(lsn, parsed);
        string padded = string.Join('/', lsn.ToString().Split('/').Select(half => half.PadLeft(8, '0')));
        Assert.True(Lsn.TryParse(padded, out parsed));
        Assert.Equal(lsn, parsed);
    });

    [Theory]
    [InlineData(0ul, "0/0")]
    [InlineData(0x1_06B3_74D8ul, "1/6B374D8")]
    [InlineData(uint.MaxValue, "0/FFFFFFFF")]
    [InlineData(1ul << 32, "1/0")]
    [InlineData(ulong.MaxValue, "FFFFFFFF/FFFFFFFF")]
    public void Text_is_two_halves_in_hexadecimal(ulong value, string text) => Assert.Equal(text, new Lsn(value).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("/1")]
    [InlineData("1/2/3")]
    [InlineData("123456789/0")]
    [InlineData("0/123456789")]
    [InlineData("1 /2")]
    [InlineData(" 1/2")]
    [InlineData("1/2 ")]
    [InlineData("+1/2")]
    [InlineData("1/-2")]
    [InlineData("0x1/2")]
    [InlineData("1/g")]
    public void Another_spelling_of_an_LSN_is_refused(string text)
    {
        Assert.False(Lsn.TryParse(text, out Lsn lsn));
        Assert.Equal(Lsn.Zero, lsn);
    }

    [Fact]
    public void Order_is_that_of_the_numbers() => Properties.Check(Gen.Two(LogGenerators.Lsn), 500, pair =>
    {
        (Lsn left, Lsn right) = pair;
        Assert.Equal(left.Value < right.Value, left < right);
        Assert.Equal(left.Value > right.Value, left > right);
        Assert.Equal(left.Value <= right.Value, left <= right);
        Assert.Equal(left.Value >= right.Value, left >= right);
        Assert.Equal(left.Value.CompareTo(right.Value), left.CompareTo(right));
        Assert.Equal(Math.Max(left.Value, right.Value), Lsn.Max(left, right).Value);
        (Xid first, Xid second) = (new Xid(left.Value), new Xid(right.Value));
        Assert.Equal(left < right, first < second);
        Assert.Equal(left > right, first > second);
        Assert.Equal(left <= right, first <= second);
        Assert.Equal(left >= right, first >= second);
        Assert.Equal(left.CompareTo(right), first.CompareTo(second));
    });

    [Fact]
    public void Places_and_distances_do_not_wrap()
    {
        Assert.Equal(new Lsn(107), new Lsn(100) + 7);
        Assert.Equal(7, new Lsn(107) - new Lsn(100));
        Assert.Throws<OverflowException>(() => new Lsn(ulong.MaxValue) + 1);
        Assert.Throws<OverflowException>(() => new Lsn(5) + -6);
        Assert.Throws<OverflowException>(() => new Lsn(5) - new Lsn(6));
        Assert.Throws<OverflowException>(() => new Lsn(ulong.MaxValue) - new Lsn(0));
        Assert.Throws<OverflowException>(() => new Xid(ulong.MaxValue).Next);
        Assert.Equal(new Xid(2), new Xid(1).Next);
    }

    [Fact]
    public void A_number_of_a_transaction_is_shown_in_decimal() =>
        Assert.Equal(ulong.MaxValue.ToString(CultureInfo.InvariantCulture), new Xid(ulong.MaxValue).ToString());
}
