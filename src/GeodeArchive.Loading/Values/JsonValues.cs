using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GeodeArchive.Format;

namespace GeodeArchive.Loading.Values;

/// <summary>
/// Values as JSON. What JSON has no word for is an object with one member: <c>{"$datetime": "..."}</c>, <c>{"$bytes": "base64"}</c>,
/// <c>{"$float": "NaN"}</c>. A number with a point or an exponent is a float, any other an integer.
/// </summary>
internal static class JsonValues
{
    private const string DateTimeMember = "$datetime";
    private const string BytesMember = "$bytes";
    private const string FloatMember = "$float";

    /// <summary>Reads the value that the reader is at.</summary>
    /// <exception cref="JsonException">It is none that a property can have; the message says why.</exception>
    public static PropertyValue Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return PropertyValue.Null;
            case JsonTokenType.True or JsonTokenType.False:
                return PropertyValue.From(reader.GetBoolean());
            case JsonTokenType.String:
                return PropertyValue.From(reader.GetString()!);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.StartArray:
                var values = ImmutableArray.CreateBuilder<PropertyValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    values.Add(Read(ref reader));
                }

                return PropertyValue.From(values.ToImmutable());
            default:
                return ReadTagged(ref reader);
        }
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, PropertyValue value)
    {
        switch (value.Type)
        {
            case PropertyType.Null:
                writer.WriteNullValue();
                break;
            case PropertyType.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case PropertyType.Integer:
                writer.WriteNumberValue(value.AsInteger());
                break;
            case PropertyType.Float when double.IsFinite(value.AsFloat()):
                writer.WriteRawValue(ShowFloat(value.AsFloat()), skipInputValidation: true);
                break;
            case PropertyType.Float:
                WriteTagged(writer, FloatMember, ShowFloat(value.AsFloat()));
                break;
            case PropertyType.String:
                writer.WriteStringValue(value.AsString());
                break;
            case PropertyType.Bytes:
                WriteTagged(writer, BytesMember, Convert.ToBase64String(value.AsBytes().AsSpan()));
                break;
            case PropertyType.DateTime:
                WriteTagged(writer, DateTimeMember, MomentText.Show(value.AsDateTime()));
                break;
            default:
                writer.WriteStartArray();
                foreach (var element in value.AsList())
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
        }
    }

    /// <summary>A float; never one that would be read as an integer.</summary>
    public static string ShowFloat(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return !double.IsFinite(value) || text.AsSpan().IndexOfAny(".E") >= 0 ? text : text + ".0";
    }

    private static PropertyValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
        {
            return reader.TryGetInt64(out var whole)
                ? PropertyValue.From(whole)
                : throw new JsonException(
                    $"{Encoding.UTF8.GetString(reader.ValueSpan)} is more than an integer can hold; write it with a point, as a float");
        }

        var value = reader.GetDouble();
        return double.IsFinite(value) ? PropertyValue.From(value) : throw new JsonException("a number is more than a float can hold");
    }

    private static PropertyValue ReadTagged(ref Utf8JsonReader reader)
    {
        const string Wrong = "a property cannot be an object, but for {\"$datetime\": TEXT}, {\"$bytes\": BASE64}, {\"$float\": \"NaN\"}";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            throw new JsonException(Wrong);
        }

        var member = reader.GetString();
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException(Wrong);
        }

        var text = reader.GetString()!;
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException(Wrong);
        }

        switch (member)
        {
            case DateTimeMember:
                return MomentText.TryParse(Encoding.UTF8.GetBytes(text)) is { } moment
                    ? PropertyValue.From(moment)
                    : throw new JsonException($"'{text}' is no moment");
            case FloatMember:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? PropertyValue.From(value)
                    : throw new JsonException($"'{text}' is no float");
            case BytesMember:
                try
                {
                    return PropertyValue.From([.. Convert.FromBase64String(text)]);
                }
                catch (FormatException)
                {
                    throw new JsonException("bytes that are not base64");
                }

            default:
                throw new JsonException(Wrong);
        }
    }

    private static void WriteTagged(Utf8JsonWriter writer, string member, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(member, text);
        writer.WriteEndObject();
    }
}
