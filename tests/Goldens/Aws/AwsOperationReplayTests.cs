using SecretsKit.Providers.Failures;

namespace SecretsKit.Goldens.Aws;

/// <summary>
/// What stores and key services do sends what the other client sent for the same: each recorded request that one of our operations can
/// make is made by it. The result is what the service answered.
/// </summary>
public sealed class AwsOperationReplayTests
{
    public static TheoryData<string> Exchanges => [.. AwsReplay.Names().Where(name => AwsOperations.CanMake(AwsReplay.Read(name)))];

    [Theory, MemberData(nameof(Exchanges))]
    public async Task An_operation_sends_what_is_recorded(string name)
    {
        using var replay = AwsReplay.OfOperation(name);
        var (expected, actual) = (AwsOperations.Expected(replay), "");
        try
        {
            actual = await AwsOperations.RunAsync(replay, TestContext.Current.CancellationToken);
        }
        catch (ProviderException failure)
        {
            // What is missing may be a result too: those say so themselves.
            actual = "failure " + failure.Failure.Code;
        }

        Assert.Empty(replay.Server.Mismatches);
        replay.Check();
        Assert.Equal(expected, actual);
    }
}
