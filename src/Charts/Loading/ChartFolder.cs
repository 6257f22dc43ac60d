using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads the files of a chart's folder: in lexical order per folder, links followed, <c>.helmignore</c> applied.</summary>
internal static class ChartFolder
{
    private const int MaxLinks = 255;

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
        Walk(root, "", ignore, files, log, links: 0, allowance);
        return files;
    }

    private static void Walk(string folder, string prefix, HelmIgnore ignore, List<ChartFile> files, IChartLog log, int links, LoadingAllowance allowance)
    {
        var entries = Directory.GetFileSystemEntries(folder);
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a, b));
        foreach (var entry in entries)
        {
            allowance.TakeEntry();
            var kind = FileKinds.Of(entry, followsLink: false);
            var isLink = kind == FileKind.Link;
            if (isLink)
            {
                kind = FileKinds.Of(entry, followsLink: true);
                var target = Target(new FileInfo(entry));
                log.Write(new(NoticeLevel.Info, "found symbolic link in path. Contents of linked file included and used", ("path", entry), ("resolved", target))
                {
                    LegacyText = $"found symbolic link in path: {entry} resolves to {target}. Contents of linked file included and used",
                });
                if (links >= MaxLinks)
                {
                    throw new ChartException($"too many links at {entry}");
                }
            }

            var name = prefix + Path.GetFileName(entry);
            if (kind == FileKind.Folder)
            {
                if (!ignore.Ignores(name, isFolder: true))
                {
                    Walk(entry, name + "/", ignore, files, log, links + (isLink ? 1 : 0), allowance);
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
