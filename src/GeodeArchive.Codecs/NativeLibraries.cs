using System.Reflection;
using System.Runtime.InteropServices;
using GeodeArchive.Codecs.Gzip;
using GeodeArchive.Codecs.Lz4;
using GeodeArchive.Codecs.Zstd;

namespace GeodeArchive.Codecs;

/// <summary>
/// Finds libzstd, liblz4 and libz when the program is compiled just in time. Compiled ahead of time they are linked statically (the
/// DirectPInvoke items of src/NativeBinary.props have the same names as the LibraryImport attributes) and nothing here is called.
/// </summary>
internal static class NativeLibraries
{
    static NativeLibraries()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
    }

    /// <summary>Called by the static constructor of each class with imports. All the work is done by the first call.</summary>
    public static void Register()
    {
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // Without a version ("libzstd.so") the file exists only where the development package is installed.
        string? versioned = name switch
        {
            LibZstd.Name when OperatingSystem.IsLinux() => "libzstd.so.1",
            LibLz4.Name when OperatingSystem.IsLinux() => "liblz4.so.1",
            LibZ.Name when OperatingSystem.IsLinux() => "libz.so.1",
            _ => null,
        };
        // Zero hands the search over to the runtime, whose message then names all that it tried.
        return versioned is not null && NativeLibrary.TryLoad(versioned, assembly, searchPath, out nint handle) ? handle : 0;
    }
}
