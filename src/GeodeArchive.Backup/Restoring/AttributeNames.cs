namespace GeodeArchive.Backup.Restoring;

/// <summary>Extended attributes that mean something to the kernel.</summary>
internal static class AttributeNames
{
    /// <summary>Namespaces that <see cref="NamespaceOf"/> tells apart.</summary>
    public const int NamespaceCount = 5;

    /// <summary>What a new entry in a directory gets as its ACL.</summary>
    public static ReadOnlySpan<byte> DefaultAcl => "system.posix_acl_default"u8;

    /// <summary>True for an ACL, which the mode is a part of.</summary>
    public static bool IsAcl(ReadOnlySpan<byte> name) => name.StartsWith("system.posix_acl_"u8);

    /// <summary>True for what a program may do although its user may not.</summary>
    public static bool IsCapability(ReadOnlySpan<byte> name) => name.SequenceEqual("security.capability"u8);

    /// <summary>True for what security modules of the kernel put on everything.</summary>
    public static bool IsLabel(ReadOnlySpan<byte> name) => name.StartsWith("security."u8) && !IsCapability(name);

    /// <summary>A number of its namespace: user, trusted, security, system, or another.</summary>
    public static int NamespaceOf(ReadOnlySpan<byte> name) =>
        name.StartsWith("user."u8) ? 0
        : name.StartsWith("trusted."u8) ? 1
        : name.StartsWith("security."u8) ? 2
        : name.StartsWith("system."u8) ? 3
        : 4;
}
