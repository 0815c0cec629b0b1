using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>
/// The content of a value as text, by its public properties: two values with one text are equal in all that a caller can see.
/// </summary>
internal static class Describe
{
    public static string Value(object? value)
    {
        StringBuilder text = new();
        Append(text, value, indent: 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case null:
                text.Append("none");
                break;
            case string or Enum or bool or sbyte or byte or short or ushort or int or uint or long or ulong:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexStringLower(bytes));
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append(Convert.ToHexStringLower(bytes.Span));
                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    NewLine(text, indent + 1).Append("- ");
                    Append(text, item, indent + 1);
                }

                break;
            case WrappedKey key:
                text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(key.Nonce)} {Convert.ToHexStringLower(key.Key)} ");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{Convert.ToHexStringLower(key.Tag)} {Convert.ToHexStringLower(key.EphemeralPublicKey)}");
                break;
            case SealedBytes bytes:
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{Convert.ToHexStringLower(bytes.Nonce)} {Convert.ToHexStringLower(bytes.Tag)} {Convert.ToHexStringLower(bytes.Content)}");
                break;
            case Id128 or Hash256 or ChunkId or ChunkPrefix or SegmentNumber or ManifestNumber or Lsn or Xid or GraphFingerprint:
                text.Append(value);
                break;
            default:
                AppendProperties(text, value, indent);
                break;
        }
    }

    private static void AppendProperties(StringBuilder text, object value, int indent)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.PropertyType.IsByRefLike || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            object? content;
            try
            {
                content = property.GetValue(value);
            }
            catch (TargetInvocationException failure) when (failure.InnerException is InvalidOperationException)
            {
                // The section of another kind of file.
                continue;
            }

            NewLine(text, indent + 1).Append(property.Name).Append(": ");
            Append(text, content, indent + 1);
        }
    }

    private static StringBuilder NewLine(StringBuilder text, int indent) => text.Append('\n').Append(' ', 2 * indent);
}
