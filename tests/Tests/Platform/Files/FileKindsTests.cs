using System.Runtime.Versioning;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Native;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Platform.Files;

/// <summary>What a path is, with links followed and not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileKindsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tells_links_from_what_they_lead_to()
    {
        var file = _folder.Write("file", "x");
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "folder")).FullName;
        var pipe = Path.Combine(_folder.Path, "pipe");
        Assert.Equal(0, FileCalls.MakeFifo(pipe, 0b110_000_000));
        var missing = Path.Combine(_folder.Path, "missing");
        (string Path, FileKind Kind)[] targets =
            [(file, FileKind.Regular), (folder, FileKind.Folder), (pipe, FileKind.Special), ("/dev/null", FileKind.Special), (
                missing, FileKind.Missing)];
        foreach (var (path, kind) in targets)
        {
            var link = Path.Combine(_folder.Path, "link-to-" + Path.GetFileName(path));
            File.CreateSymbolicLink(link, path);
            Assert.Equal(kind, FileKinds.Of(path, followsLink: false));
            Assert.Equal(kind, FileKinds.Of(path, followsLink: true));
            Assert.Equal(FileKind.Link, FileKinds.Of(link, followsLink: false));
            Assert.Equal(kind, FileKinds.Of(link, followsLink: true));
        }
    }
}
