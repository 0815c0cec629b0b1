using System.Globalization;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Numbers of things, in words.</summary>
internal static class CountText
{
    /// <summary>Such as <c>1 block</c> or <c>2 blocks</c>.</summary>
    public static string Of(long count, string thing, string? things = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? thing : things ?? thing + "s")}");
}
