namespace SecretsKit.Goldens.Signing;

/// <summary>
/// <c>secrets enc</c> from a decrypted copy signs what it writes, and signs nothing that was not signed as required before.
/// </summary>
public sealed class DecryptedCopySigningTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_file_is_signed(bool isEncrypted)
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        await PrepareAsync(run, isEncrypted);
        var result = await run.RunAsync("secrets", "enc", "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.DoesNotContain("warning", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("valid", await run.StatusAsync("s.yaml"));
        Assert.Equal("a: z\nb: w\n", (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_key_a_warning_names_the_variable(bool isEncrypted)
    {
        using var run = new SigningRun().With("id_ed25519").WithList();
        await PrepareAsync(run, isEncrypted);
        var result = await run.With(null).RunAsync("secrets", "enc", "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains("warning: s.yaml is not signed now", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(SigningRun.Variable, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_of_a_file_that_is_not_signed_are_not_signed_for()
    {
        using var run = new SigningRun();
        await PrepareAsync(run, isEncrypted: true);
        var before = run.Run.Read("s.yaml");
        var result = await run.WithList().With("id_ed25519").RunAsync("secrets", "enc", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("refused: the file is not signed", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, run.Run.Read("s.yaml"));
    }

    private static async Task PrepareAsync(SigningRun run, bool isEncrypted)
    {
        const string Plain = "a: x\nb: w\n";
        if (isEncrypted)
        {
            await run.EncryptAsync("s.yaml", Plain);
        }
        else
        {
            run.Run.Write("s.yaml", Plain);
        }

        run.Run.Write("s.yaml.dec", "a: z\nb: w\n");
    }
}
