using SecretsKit.Integration.Safety;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>The archive and the image of the native program, made once for all tests of this folder.</summary>
public sealed class PackagedProgram : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    /// <summary>The archive.</summary>
    public string Archive { get; private set; } = "";

    /// <summary>The image.</summary>
    public string Image { get; private set; } = "";

    /// <summary>The archive made a second time, from a copy of the program under another name, and its image.</summary>
    public (string Archive, string Image) Again { get; private set; }

    public async ValueTask InitializeAsync()
    {
        (Archive, Image) = await MakeAsync(NativeProgram.Path, "first");
        var copy = Path.Combine(_folder.Path, "another-name");
        File.Copy(NativeProgram.Path, copy);
        Again = await MakeAsync(copy, "second");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(string Archive, string Image)> MakeAsync(string program, string name)
    {
        var output = Path.Combine(_folder.Path, name);
        var bill = _folder.Write("bill.json", "{\"bomFormat\":\"CycloneDX\"}\n");
        var archive = await BuildScript.RunAsync("archive", program, bill, output);
        Assert.Equal((0, ""), (archive.Code, archive.Error));
        var image = await BuildScript.RunAsync("image", archive.Output.Trim(), output);
        Assert.Equal((0, ""), (image.Code, image.Error));
        return (archive.Output.Trim(), image.Output.Trim());
    }
}
