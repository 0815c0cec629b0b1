using System.Runtime.CompilerServices;
using GeodeArchive.Format;

namespace GeodeArchive.Store.Replaying;

/// <summary>A redo record that was decoded, whose bytes were copied to a place.</summary>
internal readonly struct ReplayRecord(RedoRecord record, int start)
{
    private readonly long _id = record.Id;
    private readonly int _length = record.Bytes.Length;
    private readonly GraphId _graph = record.Graph;
    private readonly NameKind _kind = record.Kind;

    /// <summary>What one takes, without its bytes.</summary>
    public static int Size => Unsafe.SizeOf<ReplayRecord>();

    /// <summary>What it does.</summary>
    public RedoType Type { get; } = record.Type;

    /// <summary>The record, with its bytes in <paramref name="bytes"/>.</summary>
    public RedoRecord In(ReadOnlySpan<byte> bytes) => new(Type, _graph, _kind, _id, bytes.Slice(start, _length));
}
