using BenchmarkDotNet.Running;

namespace SecretsKit.Benchmarks;

internal static class EntryPoint
{
    private static void Main(string[] args)
    {
        if (args is ["quick"])
        {
            QuickFigures.Print(Console.Out);
            return;
        }

        BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
    }
}
