using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads the files of a chart's folder: in lexical order per folder, links followed, <c>.helmignore</c> applied.</summary>
internal sealed class ChartFolder
{
    private const string ValuesName = "values.yaml";

    // Bytes. Smaller ones are read in their turn.
    private const int LargeValues = 65_536;

    // What Linux follows in one path.
    private const int MaxLinksOfPath = 40;

    // All paths are absolute here.
    private static readonly HostEnvironment Nowhere = new([], Path.GetPathRoot(AppContext.BaseDirectory)!);

    private readonly HelmIgnore _ignore;
    private readonly IChartLog _log;
    private readonly LoadingBudget _allowance;
    private readonly byte[]? _values;
    private readonly bool _readsTimes;
    private readonly List<ChartFile> _files = [];

    private ChartFolder(HelmIgnore ignore, IChartLog log, Loading loading, byte[]? values, bool readsTimes)
    {
        (_ignore, _log, _allowance, _values, _readsTimes) = (ignore, log, loading.Allowance, values, readsTimes);
        if (values is not null)
        {
            loading.Allowance.TakeBytes(values.Length);
            loading.Values.Begin(values);
        }
    }

    /// <summary>All files that are not ignored.</summary>
    /// <param name="root">The folder, absolute.</param>
    /// <param name="log">Gets warnings about links.</param>
    /// <param name="loading">What it may cost, and who reads values.</param>
    /// <param name="readsTimes">Whether the times of their last change are wanted.</param>
    /// <exception cref="ChartException">A file is irregular, unreadable or too large, or the ignore file is malformed.</exception>
    public static List<ChartFile> Read(string root, IChartLog log, Loading loading, bool readsTimes)
    {
        var ignoreFile = Path.Combine(root, ".helmignore");
        var ignore = HelmIgnore.Parse(File.Exists(ignoreFile) ? ReadFile(ignoreFile, ".helmignore") : []);
        var folder = new ChartFolder(ignore, log, loading, ReadLargeValues(root), readsTimes);
        folder.Walk(root, "", new(root, IsLink: false, null));
        return folder._files;
    }

    // They take longest to understand, and come last in the order of names. Failures come in that order.
    private static byte[]? ReadLargeValues(string root)
    {
        var file = new FileInfo(Path.Combine(root, ValuesName));
        try
        {
            return file is { Exists: true, Length: >= LargeValues and <= ChartLimits.MaxFileBytes, LinkTarget: null }
                ? ReadFile(file.FullName, ValuesName)
                : null;
        }
        catch (ChartException)
        {
            return null;
        }
    }

    private void Walk(string folder, string prefix, Step way)
    {
        var entries = Directory.GetFileSystemEntries(folder);
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a, b));
        foreach (var entry in entries)
        {
            _allowance.TakeEntry();
            var kind = FileKinds.Of(entry, followsLink: false);
            string? target = null;
            if (kind == FileKind.Link)
            {
                _allowance.TakeLink();
                kind = FileKinds.Of(entry, followsLink: true);
                target = Target(new FileInfo(entry));
                _log.Write(
                    new(
                        NoticeLevel.Info,
                        "found symbolic link in path. Contents of linked file included and used",
                        ("path", entry),
                        ("resolved", target))
                {
                    LegacySource = "walk.go:75",
                    LegacyText = $"found symbolic link in path: {entry} resolves to {target}. Contents of linked file included and used",
                });
            }

            var name = prefix + Path.GetFileName(entry);
            if (kind == FileKind.Folder)
            {
                if (!_ignore.Ignores(name, isFolder: true))
                {
                    var own = target ?? Path.Combine(way.Folder, Path.GetFileName(entry));
                    Walk(entry, name + "/", way.Into(own, target is not null, name));
                }
            }
            else if (!_ignore.Ignores(name, isFolder: false))
            {
                var isRead = name == ValuesName && _values is not null;
                var data = isRead ? _values! : ReadFile(entry, name, kind);
                _allowance.TakeBytes(isRead ? 0 : data.Length);
                _files.Add(new(name, data) { Modified = _readsTimes ? TimeOf(entry) : null });
            }
        }
    }

    // Of what a link leads to.
    private static Timestamp TimeOf(string path)
    {
        var file = new FileInfo(path);
        var content = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return Timestamp.FromDateTimeOffset(content.LastWriteTimeUtc);
    }

    /// <summary>
    /// How a folder was reached: its path with links resolved as far as they were come upon, and the way to the folder above.
    /// </summary>
    private sealed record Step(string Folder, bool IsLink, Step? Above)
    {
        /// <summary>Goes on into a folder.</summary>
        /// <exception cref="ChartException">A link leads back, so that there would be no end.</exception>
        public Step Into(string folder, bool isLink, string name)
        {
            var links = isLink ? 1 : 0;
            for (var step = isLink ? this : null; step is not null; step = step.Above)
            {
                links += step.IsLink ? 1 : 0;
                if (step.Folder == folder || links > MaxLinksOfPath)
                {
                    throw new ChartException($"link {name}: it leads back to a folder that holds it")
                    {
                        Hint = "remove the link, or exclude it by .helmignore",
                    };
                }
            }

            return new(folder, isLink, this);
        }
    }

    private static string Target(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "";
        }
        catch (IOException failure)
        {
            throw new ChartException($"error evaluating symlink {link.FullName}: EvalSymlinks: too many links", inner: failure);
        }
    }

    /// <summary>Reads one file of a folder.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ChartException">It is irregular, unreadable or too large.</exception>
    public static byte[] ReadFile(string path, string name) => ReadFile(path, name, FileKinds.Of(path, followsLink: true));

    private static byte[] ReadFile(string path, string name, FileKind kind)
    {
        if (kind == FileKind.Special)
        {
            throw new ChartException($"cannot load irregular file {path} as it has file mode type bits set");
        }

        try
        {
            return ByteOrderMark.Strip(FileReader.Read(Nowhere, path, ChartLimits.MaxFileBytes));
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.LimitExceeded)
        {
            throw new ChartException(
                $"chart file \"{Path.GetFileName(name)}\" is larger than the maximum file size {ChartLimits.MaxFileBytes}", inner: failure);
        }
        catch (SecretsKitException failure)
        {
            throw new ChartException($"error reading {name}: {failure.Message}", inner: failure);
        }
    }
}
