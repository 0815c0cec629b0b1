using System.Buffers;
using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>
/// Extended attributes, by an open descriptor where there is one. Symbolic links, FIFOs, sockets and devices must not be opened: they go
/// by the path of their directory's descriptor under /proc, which leads nowhere else whatever happens to the path above.
/// </summary>
internal readonly unsafe ref struct AttributeAccess
{
    /// <summary>Room for the path of a name below a descriptor: "/proc/self/fd/", ten digits, slash, 255 bytes, NUL.</summary>
    internal const int PathSizeMax = 288;

    // The kernel's own limits: XATTR_LIST_MAX and XATTR_SIZE_MAX.
    private const int SizeMax = 65_536;
    private const int UsualSize = 1024;
    private const int NameSizeMax = 255;

    private readonly SafeFileHandle? _handle;
    private readonly byte* _path;

    /// <summary>Of an open file or directory.</summary>
    internal AttributeAccess(SafeFileHandle handle) => _handle = handle;

    /// <summary>Of a name.</summary>
    /// <param name="path">Filled by <see cref="FillPath"/>; in use as long as this is.</param>
    internal AttributeAccess(byte* path) => _path = path;

    /// <summary>Writes the path of a name in an open directory, with a NUL.</summary>
    internal static void FillPath(SafeFileHandle directory, FileName name, Span<byte> path)
    {
        var prefix = "/proc/self/fd/"u8;
        prefix.CopyTo(path);
        var length = prefix.Length;
        directory.DangerousGetHandle().TryFormat(path[length..], out var digits);
        length += digits;
        path[length++] = (byte)'/';
        name.Terminated.CopyTo(path[length..]);
    }

    /// <summary>All attributes; false when the kernel refuses, see <see cref="Errno.Last"/>.</summary>
    internal bool TryRead(out IReadOnlyList<ExtendedAttribute> attributes)
    {
        byte* names = stackalloc byte[UsualSize];
        var length = List(names, UsualSize);
        attributes = [];
        if (length <= 0)
        {
            return length == 0 || (Errno.Last == Libc.ERANGE && TryReadMany(out attributes));
        }

        return TryRead(new ReadOnlySpan<byte>(names, (int)length), out attributes);
    }

    /// <summary>Sets one.</summary>
    internal void Set(ExtendedAttribute attribute, string displayPath)
    {
        byte* name = stackalloc byte[NameSizeMax + 1];
        FillName(name, attribute.Name, displayPath);
        fixed (byte* value = attribute.Value)
        {
            var size = (nuint)attribute.Value.Length;
            var result = _handle is null
                ? Libc.lsetxattr(_path, name, value, size, flags: 0)
                : Libc.fsetxattr(_handle, name, value, size, flags: 0);
            Demand(result, "set", attribute.Name, displayPath);
        }
    }

    /// <summary>Takes one away.</summary>
    internal void Remove(ReadOnlySpan<byte> attribute, string displayPath)
    {
        byte* name = stackalloc byte[NameSizeMax + 1];
        FillName(name, attribute, displayPath);
        var result = _handle is null ? Libc.lremovexattr(_path, name) : Libc.fremovexattr(_handle, name);
        if (result < 0 && Errno.Last == Libc.ENODATA)
        {
            throw new FileException(FileError.NotFound, $"remove the attribute {ByteText.Show(attribute)} of", displayPath);
        }

        Demand(result, "remove", attribute, displayPath);
    }

    private static void FillName(byte* target, ReadOnlySpan<byte> name, string displayPath)
    {
        if (name.IsEmpty || name.Length > NameSizeMax || name.Contains((byte)0))
        {
            throw new FileException(FileError.BadName, $"use the attribute {ByteText.Show(name)} of", displayPath);
        }

        name.CopyTo(new Span<byte>(target, NameSizeMax));
        target[name.Length] = 0;
    }

    private static void Demand(int result, string verb, ReadOnlySpan<byte> name, string displayPath)
    {
        if (result < 0)
        {
            throw Errno.LastException($"{verb} the attribute {ByteText.Show(name)} of", displayPath);
        }
    }

    private nint List(byte* names, int size) =>
        _handle is null ? Libc.llistxattr(_path, names, (nuint)size) : Libc.flistxattr(_handle, names, (nuint)size);

    private nint Get(byte* name, byte* value, int size) =>
        _handle is null ? Libc.lgetxattr(_path, name, value, (nuint)size) : Libc.fgetxattr(_handle, name, value, (nuint)size);

    private bool TryReadMany(out IReadOnlyList<ExtendedAttribute> attributes)
    {
        var rented = ArrayPool<byte>.Shared.Rent(SizeMax);
        try
        {
            fixed (byte* names = rented)
            {
                var length = List(names, SizeMax);
                attributes = [];
                return length >= 0 && TryRead(new ReadOnlySpan<byte>(names, (int)length), out attributes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryRead(ReadOnlySpan<byte> names, out IReadOnlyList<ExtendedAttribute> attributes)
    {
        var found = new List<ExtendedAttribute>();
        attributes = found;
        while (!names.IsEmpty)
        {
            var name = names[..names.IndexOf((byte)0)];
            if (ReadValue(name) is { } value)
            {
                found.Add(new ExtendedAttribute(name.ToArray(), value));
            }
            else if (Errno.Last != Libc.ENODATA)
            {
                return false;
            }

            // Otherwise it has been taken away since it was listed.
            names = names[(name.Length + 1)..];
        }

        return true;
    }

    /// <summary>A value; null when the kernel gives none.</summary>
    /// <param name="name">With a NUL behind it.</param>
    private byte[]? ReadValue(ReadOnlySpan<byte> name)
    {
        byte* usual = stackalloc byte[UsualSize];
        fixed (byte* nativeName = name)
        {
            var length = Get(nativeName, usual, UsualSize);
            if (length >= 0)
            {
                return new ReadOnlySpan<byte>(usual, (int)length).ToArray();
            }

            if (Errno.Last != Libc.ERANGE)
            {
                return null;
            }

            var rented = ArrayPool<byte>.Shared.Rent(SizeMax);
            try
            {
                fixed (byte* value = rented)
                {
                    length = Get(nativeName, value, SizeMax);
                    return length < 0 ? null : rented.AsSpan(0, (int)length).ToArray();
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
