using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>The archive and the image of the native program, made once for all tests and removed after them.</summary>
public sealed class PackagedProgram : IAsyncLifetime
{
    private static readonly TestFolder Folder = new();
    private static readonly Lazy<Task<(string Archive, string Image)>> First = new(() => MakeAsync(NativeProgram.Path, "first"));
    private static readonly Lazy<Task<(string Archive, string Image)>> Second = new(() =>
    {
        var copy = Path.Combine(Folder.Path, "another-name");
        File.Copy(NativeProgram.Path, copy);
        return MakeAsync(copy, "second");
    });

    private static readonly Lazy<Task<string>> FirstDebian = new(async () => await MakeDebianAsync((await First.Value).Archive, "debian"));

    static PackagedProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>The archive.</summary>
    public string Archive { get; private set; } = "";

    /// <summary>The image.</summary>
    public string Image { get; private set; } = "";

    public async ValueTask InitializeAsync() => (Archive, Image) = await First.Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The archive made a second time, from a copy of the program under another name, and its image.</summary>
    public static Task<(string Archive, string Image)> AgainAsync() => Second.Value;

    /// <summary>The Debian package.</summary>
    public static Task<string> DebianAsync() => FirstDebian.Value;

    /// <summary>Makes a Debian package of an archive in a folder of this name.</summary>
    public static async Task<string> MakeDebianAsync(string archive, string name)
    {
        var made = await BuildScript.RunAsync("deb", archive, Path.Combine(Folder.Path, name));
        Assert.Equal((0, ""), (made.Code, made.Error));
        return made.Output.Trim();
    }

    private static async Task<(string Archive, string Image)> MakeAsync(string program, string name)
    {
        var output = Path.Combine(Folder.Path, name);
        var bill = Folder.Write($"{name}.json", "{\"bomFormat\":\"CycloneDX\"}\n");
        var archive = await BuildScript.RunAsync("archive", program, bill, output);
        Assert.Equal((0, ""), (archive.Code, archive.Error));
        var image = await BuildScript.RunAsync("image", archive.Output.Trim(), output);
        Assert.Equal((0, ""), (image.Code, image.Error));
        return (archive.Output.Trim(), image.Output.Trim());
    }
}
