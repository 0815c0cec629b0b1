using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace GeodeArchive.Loading.Reading;

/// <summary>Reads a file in chunks that end where a record ends.</summary>
/// <remarks>
/// In CSV a line end inside quotes is part of a field. As a quote is only allowed around a field, or twice in one, a line end is one of a
/// record if and only if an even number of quotes is before it: two counts that processors are quick at find the place to cut.
/// </remarks>
internal sealed class RecordSplitter(InputFile file, int chunkSize)
{
    private const int RecordSizeMax = 64 << 20;

    private byte[] _carried = [];
    private int _carriedLength;
    private long _offset;
    private long _line = 1;

    /// <summary>The next chunk; null at the end.</summary>
    public Chunk? Next(long number)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(chunkSize, 2 * _carriedLength));
        _carried.AsSpan(0, _carriedLength).CopyTo(buffer);
        var length = _carriedLength;
        while (true)
        {
            var read = file.Read(buffer.AsSpan(length), _offset);
            _offset += read;
            length += read;
            var isEnd = length < buffer.Length;
            var cut = isEnd ? length : FindCut(buffer.AsSpan(0, length));
            if (cut > 0)
            {
                return Cut(buffer, length, cut, number);
            }

            if (isEnd)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return null;
            }

            if (buffer.Length >= RecordSizeMax)
            {
                throw file.Fail(_line, 0, $"a record of more than {RecordSizeMax} bytes", "is a quote missing?");
            }

            var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
            buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private Chunk Cut(byte[] buffer, int length, int cut, long number)
    {
        _carriedLength = length - cut;
        _carried = buffer.AsSpan(cut, _carriedLength).ToArray();
        var chunk = new Chunk(number, buffer, 0, cut, _line);
        if (!Utf8.IsValid(chunk.Bytes))
        {
            throw NotUtf8(chunk.Bytes);
        }

        _line += chunk.Bytes.Count((byte)'\n');
        return chunk;
    }

    /// <summary>Behind the last line end that ends a record; 0 if there is none.</summary>
    private int FindCut(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'\n');
        if (file.Input.Format == InputFormat.JsonLines || end < 0)
        {
            return end + 1;
        }

        var isInside = bytes[..end].Count((byte)'"') % 2 != 0;
        while (isInside)
        {
            var before = bytes[..end].LastIndexOf((byte)'\n');
            isInside ^= before >= 0 && bytes[before..end].Count((byte)'"') % 2 != 0;
            end = before;
            if (before < 0)
            {
                break;
            }
        }

        return end + 1;
    }

    private LoadException NotUtf8(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        var line = _line + bytes[..position].Count((byte)'\n');
        return file.Fail(line, 0, $"byte 0x{bytes[position]:X2} is not valid UTF-8", "convert the file to UTF-8, as with iconv");
    }
}
