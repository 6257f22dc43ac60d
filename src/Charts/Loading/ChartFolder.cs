using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads the files of a chart's folder: in lexical order per folder, links followed, <c>.helmignore</c> applied.</summary>
internal static class ChartFolder
{
    // What Linux follows in one path.
    private const int MaxLinksOfPath = 40;

    // All paths are absolute here.
    private static readonly HostEnvironment Nowhere = new([], Path.GetPathRoot(AppContext.BaseDirectory)!);

    /// <summary>All files that are not ignored.</summary>
    /// <param name="root">The folder, absolute.</param>
    /// <param name="log">Hears of links.</param>
    /// <param name="allowance">What it may cost.</param>
    /// <exception cref="ChartException">A file is irregular, unreadable or too large, or the ignore file is malformed.</exception>
    public static List<ChartFile> Read(string root, IChartLog log, LoadingAllowance allowance)
    {
        var ignoreFile = Path.Combine(root, ".helmignore");
        var ignore = HelmIgnore.Parse(File.Exists(ignoreFile) ? ReadFile(ignoreFile, ".helmignore") : []);
        var files = new List<ChartFile>();
        Walk(root, "", ignore, files, log, new(root, IsLink: false, null), allowance);
        return files;
    }

    private static void Walk(string folder, string prefix, HelmIgnore ignore, List<ChartFile> files, IChartLog log, Step way, LoadingAllowance allowance)
    {
        var entries = Directory.GetFileSystemEntries(folder);
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a, b));
        foreach (var entry in entries)
        {
            allowance.TakeEntry();
            var kind = FileKinds.Of(entry, followsLink: false);
            string? target = null;
            if (kind == FileKind.Link)
            {
                allowance.TakeLink();
                kind = FileKinds.Of(entry, followsLink: true);
                target = Target(new FileInfo(entry));
                log.Write(new(NoticeLevel.Info, "found symbolic link in path. Contents of linked file included and used", ("path", entry), ("resolved", target))
                {
                    LegacyText = $"found symbolic link in path: {entry} resolves to {target}. Contents of linked file included and used",
                });
            }

            var name = prefix + Path.GetFileName(entry);
            if (kind == FileKind.Folder)
            {
                if (!ignore.Ignores(name, isFolder: true))
                {
                    var own = target ?? Path.Combine(way.Folder, Path.GetFileName(entry));
                    Walk(entry, name + "/", ignore, files, log, way.Into(own, target is not null, name), allowance);
                }
            }
            else if (!ignore.Ignores(name, isFolder: false))
            {
                var data = ReadFile(entry, name, kind);
                allowance.TakeBytes(data.Length);
                files.Add(new(name, data));
            }
        }
    }

    /// <summary>How a folder was reached: its path with links resolved as far as they were come upon, and the way to the folder above.</summary>
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
                    throw new ChartException($"link {name}: it leads back to a folder that holds it") { Hint = "remove the link, or exclude it by .helmignore" };
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
            throw new ChartException($"chart file \"{Path.GetFileName(name)}\" is larger than the maximum file size {ChartLimits.MaxFileBytes}", inner: failure);
        }
        catch (SecretsKitException failure)
        {
            throw new ChartException($"error reading {name}: {failure.Message}", inner: failure);
        }
    }
}
