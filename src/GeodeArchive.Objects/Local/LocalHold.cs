using GeodeArchive.Io.Files;

namespace GeodeArchive.Objects.Local;

/// <summary>A locked file that says that its maker lives. Disposing removes it.</summary>
internal sealed class LocalHold : IDisposable
{
    private readonly LocalPlace _place;
    private readonly IFile _file;

    public LocalHold(LocalPlace place, IFile file)
    {
        _place = place;
        _file = file;
    }

    public void Dispose()
    {
        LocalObjectStore.TryDelete(_place.Directory, _place.Name);
        _file.Dispose();
        _place.Dispose();
    }
}
