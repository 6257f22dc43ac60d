using SecretsKit.Platform.Memory;

namespace SecretsKit.Tests.Platform.Memory;

public sealed class HeapReserveTests
{
    private int _prepared;

    [Fact]
    public void Small_inputs_cost_nothing()
    {
        var heap = Reserve();
        heap.Add(HeapReserve.LargeInput - 1);
        heap.Add(0);
        Assert.Equal(0, _prepared);
    }

    [Fact]
    public void Inputs_count_together_and_the_heap_is_prepared_once()
    {
        var heap = Reserve();
        heap.Add(HeapReserve.LargeInput - 1);
        heap.Add(1);
        heap.Add(HeapReserve.LargeInput);
        Assert.Equal(1, _prepared);
    }

    [Fact]
    public void Readers_on_many_threads_prepare_it_once()
    {
        for (var round = 0; round < 200; round++)
        {
            _prepared = 0;
            var heap = Reserve();
            Parallel.For(0, 8, _ => heap.Add(HeapReserve.LargeInput / 4));
            Assert.Equal(1, _prepared);
        }
    }

    private HeapReserve Reserve() => new(() => Interlocked.Increment(ref _prepared));
}
