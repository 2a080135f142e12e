/* A reporter of Stryker that tells the process which started it how far it is: `./robustness-lab mutation` draws the bar. */

class TellParent {
  #total = 0;
  #tested = 0;

  onMutationTestingPlanReady({ mutantPlans }) {
    this.#total = mutantPlans.length;
  }

  onMutantTested() {
    this.#tested += 1;
    process.send?.({ tested: this.#tested, total: this.#total });
  }
}

export const strykerPlugins = [{ kind: "Reporter", name: "tell-parent", injectableClass: TellParent }];
