namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// How often a vendor is asked: as often as the reference asks, once for each file that is opened and once for each that is encrypted,
/// however many values it has. Azure's are counted by its recorded runs.
/// </summary>
public sealed class VendorRequestTests
{
    [Theory]
    [InlineData("aws")]
    [InlineData("vault")]
    [InlineData("google")]
    [InlineData("huawei")]
    public async Task One_file_is_one_request(string vendor)
    {
        using var repository = new VendorRepository(vendor);
        var run = repository.Run;
        run.Write("many.yaml", string.Concat(Enumerable.Range(0, 500).Select(number => $"key{number}: value{number}\n")));
        await CountAsync(repository, 1, "enc", "many.yaml");
        await CountAsync(repository, 1, "sops", "decrypt", "many.yaml");
        await CountAsync(repository, 1, "view", "many.yaml");
        await CountAsync(repository, 1, "sops", "set", "many.yaml", "[\"key1\"]", "\"other\"");
        await CountAsync(repository, 0, "sops", "filestatus", "many.yaml");

        // The data key is unwrapped, and a new one is wrapped.
        await CountAsync(repository, 2, "sops", "rotate", "-i", "many.yaml");
    }

    private static async Task CountAsync(VendorRepository repository, int count, params string[] words)
    {
        var before = repository.Requests.Count;
        var result = await repository.Run.RunAsync(words);
        Assert.True(result.Exit == 0, $"{string.Join(' ', words)}: {result.Exit} {result.ErrorText}");
        Assert.Equal((string.Join(' ', words), count), (string.Join(' ', words), repository.Requests.Count - before));
    }
}
