using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SecretsKit.Benchmarks;

internal static class EntryPoint
{
    private static async Task Main(string[] args)
    {
        if (args is ["vault"])
        {
            await VaultReads.PrintAsync(Console.Out);
            return;
        }

        if (args is ["api", var count, var keys])
        {
            await SimulatedApi.RunAsync(
                int.Parse(count, System.Globalization.CultureInfo.InvariantCulture),
                int.Parse(keys, System.Globalization.CultureInfo.InvariantCulture), Console.Out);
            return;
        }

        if (args is ["quick"])
        {
            QuickFigures.Print(Console.Out);
            return;
        }

        // In process, because the generated project of the other toolchains is looked for by the name of
        // the assembly, which is not that of ours.
        var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
        BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args, config);
    }
}
