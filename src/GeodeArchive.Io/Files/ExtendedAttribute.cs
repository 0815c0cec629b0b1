namespace GeodeArchive.Io.Files;

/// <summary>An extended attribute of a file: ACLs and capabilities are such, too.</summary>
/// <param name="Name">1 to 255 bytes, with its namespace ("user.x", "system.posix_acl_access"). Not to be changed.</param>
/// <param name="Value">At most 65,536 bytes. Not to be changed.</param>
public readonly record struct ExtendedAttribute(byte[] Name, byte[] Value);
