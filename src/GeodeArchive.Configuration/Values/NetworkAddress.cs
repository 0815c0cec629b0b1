using System.Globalization;

namespace GeodeArchive.Configuration.Values;

/// <summary>A host and a port: <c>127.0.0.1:3141</c>, <c>db1.example.com</c>, <c>[::1]:3141</c>.</summary>
/// <param name="Host">Name or address, without the brackets of IPv6.</param>
/// <param name="Port">1 to 65535; 0 lets the machine choose one to listen on.</param>
public sealed record NetworkAddress(string Host, int Port)
{
    /// <summary>The port where none is given.</summary>
    public const int PortUsual = 3141;

    private const int HostLengthMax = 253;

    /// <summary>Reads HOST, HOST:PORT, [IPV6] or [IPV6]:PORT.</summary>
    /// <returns>Null if it is none.</returns>
    public static NetworkAddress? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isBracketed = text.StartsWith('[');
        var end = isBracketed ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.LastIndexOf(':');
        end = end < 0 ? text.Length : end;
        var host = isBracketed && end > 0 ? text[1..(end - 1)] : text[..end];
        var isHost = host.Length is > 0 and <= HostLengthMax
            && host.All(letter => IsOfHost(letter) || (isBracketed && letter is ':' or '%'));
        if (!isHost || end == 0)
        {
            return null;
        }

        if (end == text.Length)
        {
            return new NetworkAddress(host, PortUsual);
        }

        return text[end] == ':'
            && int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port <= ushort.MaxValue
            ? new NetworkAddress(host, port)
            : null;
    }

    /// <summary>As it is read.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool IsOfHost(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
