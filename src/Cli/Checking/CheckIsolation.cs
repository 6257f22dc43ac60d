using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking;

/// <summary>
/// Runs the steps of a check so that one that fails becomes a finding, and the other steps and files are checked all the same.
/// </summary>
/// <param name="host">Whether defects are let out, for tests.</param>
/// <param name="path">The file that findings are about.</param>
/// <param name="findings">Gets them.</param>
internal sealed class CheckIsolation(CliHost host, string path, Findings findings)
{
    /// <summary>Runs a step without a result.</summary>
    public void Run(string step, Action action) => Run(
        step,
        () =>
        {
            action();
            return true;
        },
        false);

    /// <summary>Runs a step.</summary>
    /// <returns>Its result, or the given one if it fails.</returns>
    public T Run<T>(string step, Func<T> action, T otherwise)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            Add(step, failure);
            return otherwise;
        }
    }

    /// <summary>Runs a step that may wait.</summary>
    /// <returns>Its result, or the default one if it fails.</returns>
    public async ValueTask<T?> RunAsync<T>(string step, Func<ValueTask<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            Add(step, failure);
            return default;
        }
    }

    private bool IsOfTheFile(Exception failure) => failure is SecretsKitException { Code: not ErrorCode.Cancelled }
        || Defect.IsOfOneFile(host, failure);

    // The text of a defect may hold anything.
    private void Add(string step, Exception failure) => findings.Add(CheckRules.NotChecked, path, failure is SecretsKitException known
        ? $"'{step}' failed: {known.Problem.ReplaceLineEndings(" ")}"
        : $"'{step}' failed by an internal error ({failure.GetType().Name}); please report it");
}
