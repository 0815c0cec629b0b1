using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Space;

/// <summary>
/// A file of the store: its device, opened when it is first needed, and its free space. Readers use the device; the space is for the
/// checkpoint that runs.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly IGate _gate;
    private readonly IStoreFiles _files;
    private readonly StoreFileHeader _header;
    private readonly List<FreedPages> _held = [];
    private readonly List<PageNumber> _uncertain = [];
    private IPageDevice? _device;
    private SpaceMap? _space;
    private KeptStates? _kept;

    internal StoreFile(
        IScheduler scheduler,
        IStoreFiles files,
        StoreFileHeader header,
        GraphId number,
        FileSpace durable,
        PageCache cache,
        int cacheFile)
    {
        Number = number;
        _gate = scheduler.CreateGate();
        _files = files;
        _header = header;
        Durable = durable;
        Source = new PageSource(this, header.FileId, cache, cacheFile);
    }

    /// <summary>What it is named by, among graphs' files.</summary>
    internal GraphId Number { get; private set; }

    internal string Name => _header.GraphId.Value == 0 ? "catalog" : $"graphs/{Number}";

    internal FileId FileId => _header.FileId;

    internal PageSource Source { get; }

    /// <summary>The space map of the last checkpoint that wrote the file.</summary>
    internal FileSpace Durable { get; private set; }

    /// <summary>The device.</summary>
    /// <exception cref="StoreException">It cannot be opened, or is another file.</exception>
    internal IPageDevice Device => Volatile.Read(ref _device) ?? Open();

    /// <summary>The space as the checkpoint that runs sees it.</summary>
    internal SpaceMap Space => _space ?? throw new InvalidOperationException("The space of the file is not loaded.");

    /// <summary>Makes the file, if no checkpoint has written to it yet; true if its name is to be made durable.</summary>
    internal bool EnsureCreated(bool isCatalog = false)
    {
        if (!Durable.Root.IsNone || _device is not null)
        {
            return false;
        }

        var device = isCatalog ? _files.CreateCatalog() : _files.CreateGraph(Number);
        try
        {
            var page = new byte[StoreLimits.PageSize];
            _header.Encode(page);
            device.Write(default, page);
        }
        catch
        {
            device.Dispose();
            throw;
        }

        Volatile.Write(ref _device, device);
        return true;
    }

    /// <summary>A checkpoint failed before the file belonged to one: it is made anew.</summary>
    internal void ForgetDevice()
    {
        if (Durable.Root.IsNone)
        {
            _device?.Dispose();
            _device = null;
        }
    }

    /// <summary>
    /// The name of a new file could not be made durable. After that a later sync says nothing about this name, so the file is made under
    /// another; what
    /// is left under this one is deleted after the next opening.
    /// </summary>
    internal void Rename(GraphId number) => Number = number;

    internal void UseDevice(IPageDevice device) => _device = device;

    /// <summary>Loads the space map, and brings what memory knows into it.</summary>
    private void LoadSpace()
    {
        if (_space is not null)
        {
            return;
        }

        var space = new SpaceMap(_header.GraphId.Value == 0 ? StoreLimits.SuperblockCount + 1 : 1);
        if (!Durable.Root.IsNone)
        {
            space.Load(Source, Durable);
            if (!_held.Exists(group => group.FreedAt == Durable.Generation))
            {
                _held.Add(new FreedPages(Durable.Generation, space.ListFreed()));
            }
        }

        foreach (var group in _held)
        {
            space.Hold(group.Pages);
        }

        space.HoldUncertain(_uncertain);
        _space = space;
    }

    /// <summary>Begins a checkpoint.</summary>
    /// <param name="freed">Pages that the checkpoint before used and this one does not.</param>
    /// <param name="kept">Whose pages must stay.</param>
    internal void BeginCheckpoint(List<FreedPage> freed, KeptStates kept)
    {
        LoadSpace();
        foreach (var group in _held)
        {
            Space.Hold(group.Pages);
            if (group.FreedAt <= kept.Fallback)
            {
                Space.Release(group.Pages.Where(page => !kept.Needs(page, group.FreedAt)));
            }
        }

        _kept = kept;
        Space.Free(freed);
        Space.KeepUncertain(_uncertain);
    }

    /// <summary>The checkpoint is durable.</summary>
    internal void CompleteCheckpoint(FileSpace durable)
    {
        Durable = durable;
        foreach (var group in _held.Where(group => group.FreedAt <= _kept!.Fallback))
        {
            group.Pages.RemoveAll(page => !_kept!.Needs(page, group.FreedAt));
        }

        _held.RemoveAll(group => group.Pages.Count == 0);
        _held.Add(new FreedPages(durable.Generation, Space.TakeFreed()));
        _uncertain.Clear();
        Space.TakeAllocated();
    }

    /// <summary>
    /// The checkpoint failed. Where its superblock may have got to the medium, its pages are kept until two later ones are durable.
    /// </summary>
    internal void FailCheckpoint(bool mayBeDurable)
    {
        if (_space is not null && mayBeDurable)
        {
            _uncertain.AddRange(_space.TakeAllocated());
        }

        _space = null;
    }

    public void Dispose() => _device?.Dispose();

    private IPageDevice Open()
    {
        _gate.Enter();
        try
        {
            if (_device is null)
            {
                var device = _files.OpenGraph(Number);
                try
                {
                    StoreFileHeaders.Read(device, _header.DatabaseId, _header.GraphId).ExpectFile(_header.FileId);
                }
                catch (ArchiveFormatException damage)
                {
                    device.Dispose();
                    throw StoreException.Damage(Name, damage);
                }
                catch
                {
                    device.Dispose();
                    throw;
                }

                Volatile.Write(ref _device, device);
            }

            return _device!;
        }
        catch (FileException error)
        {
            throw error.Error == FileError.NotFound
                ? StoreException.Damage(Name, FormatError.BadReference, "file", default, "the file is missing")
                : StoreException.From(error);
        }
        finally
        {
            _gate.Exit();
        }
    }
}
