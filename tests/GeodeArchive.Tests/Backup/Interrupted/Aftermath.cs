using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>What must hold of an archive in which a command was interrupted.</summary>
internal sealed class Aftermath
{
    private readonly InterruptedArchive _archive;
    private readonly InterruptedCommand _command;
    private readonly string _commandLine;
    private readonly IReadOnlyList<string> _before;
    private readonly IReadOnlyList<string> _after;

    public Aftermath(InterruptedArchive archive, InterruptedCommand command, string commandLine, IReadOnlyList<string> before)
    {
        _archive = archive;
        _command = command;
        _commandLine = commandLine;
        _before = before;
        _after = [.. before.Except(command.Deletes).Concat(command.Creates is { } name ? [name] : []).Order(StringComparer.Ordinal)];
        if (command.Creates is { } created)
        {
            archive.Expect(created);
        }
    }

    /// <summary>Checks it all. The archive is changed by that.</summary>
    /// <param name="isReported">Whether the command said that it was done.</param>
    public void Check(bool isReported)
    {
        ChooseKey(isReported);
        if (!_command.Repairs || isReported)
        {
            CheckWhole(isReported);
        }

        RunAgain(isReported);
        CheckWhole(isDone: true);
        _command.CheckDone?.Invoke(_archive);
        _archive.CheckGoesOn();
    }

    private void CheckWhole(bool isDone)
    {
        var shown = _archive.List();
        Assert.True(shown.SequenceEqual(_after) || (!isDone && shown.SequenceEqual(_before)), $"there are {string.Join(", ", shown)}");
        _archive.CheckSound();
        _archive.CheckRestores(shown);
    }

    /// <summary>Whatever happened, one of the keys opens the archive; the new one, if that was reported.</summary>
    private void ChooseKey(bool isReported)
    {
        if (_command.KeyAfter is not { } key)
        {
            return;
        }

        var opened = new List<string>();
        foreach (var candidate in new[] { _archive.Key, key })
        {
            _archive.Key = candidate;
            var run = _archive.Run($"key test {InterruptedArchive.Root}");
            Assert.True(run.ExitCode is ExitCodes.Done or ExitCodes.Key, run.Error);
            if (run.ExitCode == ExitCodes.Done)
            {
                opened.Add(candidate);
            }
        }

        Assert.True(opened.Count > 0, "no key opens the archive");
        Assert.True(!isReported || opened.SequenceEqual([key]), $"the rotation was reported, and the archive is opened by {string.Join(", ", opened)}");

        // Whoever rotated gives the old key until he is told that it is done.
        _archive.Key = opened[0];
    }

    private void RunAgain(bool isReported)
    {
        if (isReported)
        {
            return;
        }

        var run = _archive.Run(_commandLine);
        Assert.True(
            run.ExitCode == ExitCodes.Done || run.ExitCode == _command.CodeWhenDone,
            $"again: {_commandLine}: {run.ExitCode}\n{run.Output}\n{run.Error}");
        _archive.Key = _command.KeyAfter ?? _archive.Key;
    }
}
