namespace SecretsKit.Goldens.Verbs;

/// <summary><c>keygen -y</c> without a file, as hints name it.</summary>
public sealed class OwnPublicKeyTests
{
    [Fact]
    public async Task On_a_terminal_it_prints_the_public_keys_of_the_user()
    {
        using var run = new VerbRun().WithKey();
        run.InputIsDevice = true;
        var result = await run.RunAsync("keygen", "-y");
        Assert.Equal((0, VerbRun.Recipient("a1") + "\n", ""), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Without_a_key_it_says_how_to_get_one()
    {
        using var run = new VerbRun { InputIsDevice = true };
        var result = await run.RunAsync("keygen", "-y");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith("secretskit: there is no age key of yours in the places where sops looks\nhint: 'secretskit keygen' makes one",
            result.ErrorText, StringComparison.Ordinal);
    }
}
